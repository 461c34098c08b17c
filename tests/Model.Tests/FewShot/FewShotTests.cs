using ReptileGen.Model.FewShot;
using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.FewShot;

[TestClass]
public class FewShotTests
{
    private static readonly Mlp Net = new([1, 5, 4, 1], Activation.Tanh);

    [TestMethod]
    public void TheExactMetaGradientMatchesCentralDifferences()
    {
        using var scope = NewDisposeScope();
        var start = Weights();
        var (x, y, qx, qy) = (Points(1), Points(2), Points(3), Points(4));
        double[] rates = [0.1, 0.2, 0.05, 0.1, 0.3, 0.1];
        Tensor Meta(Tensor[] weights, Tensor[] steps)
        {
            var fast = Adaptation.Spread(weights, 3);
            for (var i = 0; i < 3; i++)
                fast = Adaptation.Step(Net, fast, x, y, steps, second: true);
            return Adaptation.Loss(Net, fast, qx, qy);
        }

        var theta = start.Select(w => w.clone().requires_grad_()).ToArray();
        var alpha = start.Select((w, i) => full(w.shape, rates[i], ScalarType.Float64).requires_grad_()).ToArray();
        var gradients = autograd.grad([Meta(theta, alpha)], theta.Concat(alpha).ToArray());
        var direction = start.Concat(start).Select((w, i) => randn(w.shape, ScalarType.Float64, generator: new Generator((ulong)i))).ToArray();
        var found = gradients.Zip(direction, (g, d) => (g * d).sum().item<double>()).Sum();
        double At(double h)
        {
            var moved = theta.Concat(alpha).Select((t, i) => (t.detach() + h * direction[i]).requires_grad_()).ToArray();
            return Meta(moved[..start.Length], moved[start.Length..]).item<double>();
        }

        var expected = (At(1e-5) - At(-1e-5)) / 2e-5;
        Assert.AreEqual(expected, found, 1e-6 * Math.Abs(expected));
    }

    [TestMethod]
    public void OneStepOfReptileIsTheGradient()
    {
        using var scope = NewDisposeScope();
        var batch = new EpisodeBatch(Points(1).@float(), Points(2).@float(), Points(3).@float(), Points(4).@float());
        var start = Net.Initialize(new RandomStream(5, "test"), CPU);
        using var reptile = new Reptile(Net, start, 0.1, 0.5, 1, 1000, new RandomStream(6, "test"));
        var leaves = start.Select(w => w.clone().requires_grad_()).ToArray();
        var all = cat([batch.X, batch.QueryX], 1);
        var targets = cat([batch.Y, batch.QueryY], 1);
        var mean = autograd.grad([Adaptation.Loss(Net, Adaptation.Spread(leaves, 3), all, targets) / 3], leaves);
        reptile.Step(batch, progress: 0.5);
        for (var i = 0; i < start.Length; i++)
            Assert.IsTrue((start[i] - 0.5 * 0.5 * 0.1 * mean[i]).allclose(reptile.Weights[i].detach(), 1e-4, 1e-6), $"tensor {i}");
    }

    [TestMethod]
    public void FirstOrderMamlTakesTheGradientAtTheEnd()
    {
        using var scope = NewDisposeScope();
        var batch = new EpisodeBatch(Points(1).@float(), Points(2).@float(), Points(3).@float(), Points(4).@float());
        var start = Net.Initialize(new RandomStream(5, "test"), CPU);
        using var learner = new Fomaml(Net, start, 0.1, 1e-3, 2);
        var fast = Adaptation.Descend(Net, start, 3, learner.Rates, 2, _ => (batch.X, batch.Y));
        var expected = autograd.grad([Adaptation.Loss(Net, fast, batch.QueryX, batch.QueryY) / 3], fast).Select(g => g.sum(dim: 0)).ToArray();
        learner.Step(batch, 0);
        for (var i = 0; i < start.Length; i++)
            Assert.IsTrue(expected[i].allclose(learner.Weights[i].grad!, 1e-4, 1e-6), $"tensor {i}");
    }

    [TestMethod]
    public void EpisodesLieWhereTheyShould()
    {
        using var scope = NewDisposeScope();
        var sine = new Sine(Math.PI);
        var batch = sine.Testing(new RandomStream(1, "test"), 50, 10, oneSided: true, CPU);
        Assert.IsTrue(batch.X.max().ToDouble() <= 0);
        Assert.IsGreaterThanOrEqualTo(-5, batch.X.min().ToDouble());
        CollectionAssert.AreEqual(new long[] { 50, 100, 1 }, batch.QueryX.shape);
        Assert.AreEqual(-5, Sine.Grid(0));
        Assert.AreEqual(5, Sine.Grid(Sine.GridPoints - 1));
        Assert.IsInRange(0, 5, batch.QueryY.abs().max().ToDouble());
        var again = sine.Testing(new RandomStream(1, "test"), 50, 10, oneSided: true, CPU);
        CollectionAssert.AreEqual(batch.Y.data<float>().ToArray(), again.Y.data<float>().ToArray());
    }

    /// <summary>Intervals take the errors of functions as independent: each has points of its own, and is judged on all its others.</summary>
    [TestMethod]
    public void EveryLogisticFunctionHasPointsOfItsOwn()
    {
        using var scope = NewDisposeScope();
        var batch = Logistic.Batch(new RandomStream(1, "test"), 20, 5, CPU);
        var (learned, judged) = (batch.X.data<float>().ToArray(), batch.QueryX.data<float>().ToArray());
        for (var e = 0; e < 20; e++)
        {
            float[] points = [.. learned.AsSpan(5 * e, 5), .. judged.AsSpan(95 * e, 95)];
            CollectionAssert.AreEqual(Enumerable.Range(0, 100).Select(i => (float)Logistic.Grid(i)).ToArray(), points.Order().ToArray(), $"episode {e}");
        }

        Assert.IsTrue(learned.Chunk(5).Select(points => string.Join(' ', points)).Distinct().Count() > 15);
    }

    [TestMethod]
    public void MamlLearnsToLearn()
    {
        var experiment = new SineExperiment(Iterations: 150, TestEpisodes: 100);
        double After(string algorithm)
        {
            using var learner = experiment.Create(algorithm);
            experiment.Train(learner, (_, _) => { }, CancellationToken.None);
            return FewShotEvaluation.Run(learner, experiment.Test(10, 100, oneSided: false), [0, 5], "uniform")[1].Mse;
        }

        Assert.IsTrue(After("maml") < 0.8 * After("random"));
    }

    [TestMethod]
    public void ResultsCoverStepsShotsAndSides()
    {
        var experiment = new SineExperiment(Iterations: 1, TestEpisodes: 20);
        using var learner = experiment.Create("random");
        var results = experiment.Evaluate(learner);
        Assert.HasCount(4 * SineExperiment.Steps.Count, results);
        Assert.IsTrue(results.All(r => double.IsFinite(r.Mse) && r.Ci95 > 0));
        CollectionAssert.AreEquivalent(new[] { 5, 10, 20 }, results.Select(r => r.Shots).Distinct().ToArray());
        Assert.ThrowsExactly<UserException>(() => experiment.Create("magic"));
    }

    private static Tensor[] Weights() => Net.Initialize(new RandomStream(2, "test"), CPU).Select(w => w.@double()).ToArray();

    private static Tensor Points(ulong seed) => randn([3, 6, 1], ScalarType.Float64, generator: new Generator(seed));
}
