using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

[TestClass]
public sealed class SamplerTests
{
    private static readonly NetworkPlan Image = new(TinyModel.Image(6, 6, 2));
    private static readonly NetworkPlan Text = new(TinyModel.Text(12));

    [TestMethod]
    public void TheSameSeedDrawsTheSameBits()
    {
        Sampler a = New(Image), b = New(Image);
        a.Start(3, 5);
        a.Finish();
        b.Start(8, 0);
        b.Finish();
        b.Start(3, 5);
        b.Finish();
        Assert.IsTrue(a.Targets.SequenceEqual(b.Targets));
        Assert.IsTrue(a.Losses.SequenceEqual(b.Losses));
        b.Start(3, 6);
        b.Finish();
        Assert.IsFalse(a.Targets.SequenceEqual(b.Targets));
        b.Start(4, 5);
        b.Finish();
        Assert.IsFalse(a.Targets.SequenceEqual(b.Targets));
    }

    [TestMethod]
    public void TemperatureZeroIsGreedy()
    {
        foreach (NetworkPlan plan in new[] { Image, Text })
        {
            Sampler sampler = New(plan);
            sampler.Start(1, 0, 0);
            while (sampler.Next())
            {
                foreach (double p in sampler.Probabilities)
                {
                    Assert.IsTrue(p <= sampler.Probabilities[sampler.Value]);
                }
            }
        }
    }

    [TestMethod]
    public void GivenValuesAreNeverChangedAndAreLearned()
    {
        Sampler free = New(Image), sampler = New(Image);
        short[] condition = [.. Enumerable.Range(0, 36).Select(t => t % 3 == 0 ? (short)(t / 3 % 2) : Sampler.Free)];
        for (int i = 0; i < 50; i++)
        {
            sampler.Start(1, i, 1, condition);
            while (sampler.Next())
            {
                int t = sampler.Position - 1;
                Assert.AreEqual(condition[t] != Sampler.Free, sampler.Given);
                Assert.IsTrue(condition[t] == Sampler.Free || condition[t] == sampler.Value);
                Assert.AreEqual(-Math.Log(sampler.Probabilities[sampler.Value]), sampler.Loss, 1e-5);
            }
        }

        // what is given is learned: an episode that is given whole costs what it costs when drawn
        free.Start(7, 0);
        double nats = free.Finish();
        sampler.Start(0, 0, 1, [.. free.Targets.ToArray().Select(b => (short)b)]);
        Assert.AreEqual(nats, sampler.Finish());
    }

    /// <summary>At every position, a sampler that came back and one that never went further agree in every bit.</summary>
    [TestMethod]
    [DataRow("tiny image")]
    [DataRow("tiny text")]
    [DataRow("mnist-context")]
    public void RewindIsExact(string network)
    {
        NetworkPlan plan = network switch { "tiny image" => Image, "tiny text" => Text, _ => new NetworkPlan(Networks.ByName[network]) };
        Sampler far = New(plan), fresh = New(plan);
        for (int position = 0; position <= 10; position++)
        {
            far.Start(2, 1);
            far.Finish();
            byte[] drawn = far.Targets.ToArray();
            far.Rewind(position);
            fresh.Start(2, 1);
            for (int i = 0; i < position; i++)
            {
                fresh.Next();
            }

            AssertSame(fresh, far);
            far.Finish();
            Assert.IsTrue(far.Targets.SequenceEqual(drawn));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => far.Rewind(far.Position + 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => far.Rewind(-1));
    }

    /// <summary>Dreaming and looking at the weights between steps leave every later bit as it would have been.</summary>
    [TestMethod]
    [DataRow("tiny image")]
    [DataRow("tiny text")]
    [DataRow("mnist-context")]
    public void LookingChangesNothing(string network)
    {
        NetworkPlan plan = network switch { "tiny image" => Image, "tiny text" => Text, _ => new NetworkPlan(Networks.ByName[network]) };
        Sampler watched = New(plan), alone = New(plan);
        byte[] values = new byte[plan.Layout.Steps];
        double[] probability = new double[plan.Layout.Steps];
        float[] weights = new float[plan.Table.Tensors.Max(t => t.Count)];
        watched.Start(4, 0);
        alone.Start(4, 0);
        while (alone.Position < 40 && alone.Next())
        {
            if (alone.Position % 3 == 0)
            {
                watched.Dream(values, probability);
            }

            Assert.IsTrue(watched.Next());
            for (int tensor = 0; tensor < plan.Table.Tensors.Count; tensor++)
            {
                watched.Network.CopyTensor(tensor, weights);
            }

            AssertSame(alone, watched);
        }

        Assert.AreEqual(alone.Ended, watched.Ended);
        Assert.AreEqual(!alone.Ended, watched.Next());
    }

    /// <summary>The dream of the next step is what the next step predicts.</summary>
    [TestMethod]
    public void TheDreamBeginsWithTheNextStep()
    {
        Sampler sampler = New(Image);
        byte[] values = new byte[36];
        double[] probability = new double[36];
        sampler.Start(4, 0, 0);
        while (!sampler.Ended)
        {
            int t = sampler.Position;
            sampler.Dream(values, probability);
            sampler.Next();
            Assert.AreEqual(probability[t], sampler.Probabilities[1], 1e-6);
            Assert.AreEqual(values[t], sampler.Value);
        }
    }

    [TestMethod]
    public void ATextEndsWithItsNul()
    {
        Sampler sampler = New(Text);
        sampler.Start(0, 0, 1, [65, 66, 0]);
        sampler.Finish();
        Assert.AreEqual(3, sampler.Position);
        Assert.IsTrue(sampler.Ended);
    }

    [TestMethod]
    public void NothingIsAllocatedPerStep()
    {
        Sampler sampler = New(Image);
        byte[] values = new byte[36];
        double[] probability = new double[36];
        for (int i = 0; i < 30; i++)
        {
            sampler.Start(1, i);
            sampler.Finish();
            sampler.Rewind(3);
            sampler.Dream(values, probability);
        }

        sampler.Start(1, 100);
        Assert.AreEqual(0, Allocation.Of(() =>
        {
            sampler.Finish();
            sampler.Rewind(20);
            sampler.Dream(values, probability);
        }));
    }

    [TestMethod]
    public void WrongConditionsAreRefused()
    {
        Sampler sampler = New(Image);
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, -0.1));
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, double.NaN));
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, double.PositiveInfinity));
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, 1, new short[37]));
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, 1, [2]));
        Assert.ThrowsExactly<ArgumentException>(() => sampler.Start(0, 0, 1, [-2]));
    }

    private static void AssertSame(Sampler expected, Sampler found)
    {
        Assert.AreEqual(expected.Position, found.Position);
        Assert.AreEqual(expected.Value, found.Value);
        Assert.AreEqual(expected.Loss, found.Loss);
        Assert.IsTrue(expected.Targets.SequenceEqual(found.Targets));
        Assert.IsTrue(expected.Losses.SequenceEqual(found.Losses));
        Assert.IsTrue(expected.Probabilities.SequenceEqual(found.Probabilities));
    }

    private static Sampler New(NetworkPlan plan) => new(plan, TinyModel.Meta(plan));
}
