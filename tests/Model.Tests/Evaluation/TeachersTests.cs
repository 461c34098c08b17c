using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Evaluation;

/// <summary>What trained models say of an episode's bits stands for its gray values, in part or wholly.</summary>
[TestClass]
public sealed class TeachersTests
{
    private const int Count = 3;

    private static readonly NetworkPlan Plan = new(TinyModel.Image(4, 4));

    /// <summary>Of one and of two teachers, rounded to a neighbour of what it should be.</summary>
    [TestMethod]
    [DataRow(1, 1.0)]
    [DataRow(1, 0.4)]
    [DataRow(2, 0.7)]
    public void ChancesBecomeTheShareOfTheMeanPrediction(int members, double share)
    {
        EpisodeBatch batch = Batch();
        double[,] ones = Ones(batch, members);
        byte[] before = (byte[])batch.Chances!.Clone();
        using Teachers teachers = new(Members(members), seed: 5);
        teachers.Teach(batch, share, position: 30);
        for (int b = 0; b < Count; b++)
        {
            for (int t = 0; t < batch.Lengths[b]; t++)
            {
                int i = b * batch.Steps + t;
                Assert.AreEqual((1 - share) * before[i] + share * 255 * ones[b, t], batch.Chances[i], 1 + 1e-4, $"episode {b}, step {t}");
            }
        }
    }

    /// <summary>
    /// The rounding is right in the mean: over 4,000 roundings, each with a spread of at most 1/2, the mean is within 0.04, five
    /// standard deviations (16 steps: 1 false alarm in 100,000).
    /// </summary>
    [TestMethod]
    public void TheRoundingIsFair()
    {
        const int Rounds = 4_000;
        EpisodeBatch batch = Batch();
        double[,] ones = Ones(batch, 1);
        byte[] before = (byte[])batch.Chances!.Clone();
        double[] sums = new double[batch.Steps];
        using Teachers teachers = new(Members(1), seed: 5);
        for (int n = 0; n < Rounds; n++)
        {
            before.CopyTo(batch.Chances, 0);
            teachers.Teach(batch, 0.5, n * Count);
            for (int t = 0; t < batch.Steps; t++)
            {
                sums[t] += batch.Chances[t];
            }
        }

        for (int t = 0; t < batch.Steps; t++)
        {
            Assert.AreEqual(0.5 * before[t] + 0.5 * 255 * ones[0, t], sums[t] / Rounds, 0.04, $"step {t}");
        }
    }

    /// <summary>An episode's rounding is that of its number, in whatever batch it comes.</summary>
    [TestMethod]
    public void TheRoundingIsThatOfTheEpisode()
    {
        EpisodeBatch first = Batch(), again = Batch(), one = Batch(), other = Batch();
        using Teachers teachers = new(Members(1), seed: 5);
        teachers.Teach(first, 0.5, 30);
        teachers.Teach(again, 0.5, 30);
        CollectionAssert.AreEqual(first.Chances, again.Chances);
        teachers.Teach(other, 0.5, 31);
        CollectionAssert.AreNotEqual(first.Chances, other.Chances);
        int steps = one.Steps;
        EpisodeBatch last = new(1, steps, one.Targets[(2 * steps)..], [one.Lengths[2]], one.Chances![(2 * steps)..]);
        teachers.Teach(last, 0.5, 32);
        CollectionAssert.AreEqual(first.Chances![(2 * steps)..], last.Chances);
    }

    /// <summary>Nothing behind an episode's end, and nothing where a teacher has no number.</summary>
    [TestMethod]
    public void WhatTheyDoNotKnowStays()
    {
        EpisodeBatch batch = Batch();
        byte[] before = (byte[])batch.Chances!.Clone();
        using Teachers teachers = new(Members(1), seed: 5), lost = new([new EnsembleMember(new CpuEngine(Plan, 1), new float[Plan.Table.Length].Select(_ => float.NaN).ToArray())], seed: 5);
        lost.Teach(batch, 1, 0);
        CollectionAssert.AreEqual(before, batch.Chances);
        teachers.Teach(batch, 1, 0);
        int end = (Count - 1) * batch.Steps + batch.Lengths[^1];
        CollectionAssert.AreEqual(before[end..], batch.Chances[end..]);
        CollectionAssert.AreNotEqual(before[..end], batch.Chances[..end]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => teachers.Teach(batch with { Chances = null }, 1, 0)).Message, "expected chances");
    }

    /// <summary>Probabilities of 1 by the chain of a sampler: one step after another.</summary>
    private static double[,] Ones(EpisodeBatch batch, int members)
    {
        double[,] ones = new double[Count, batch.Steps];
        for (int k = 0; k < members; k++)
        {
            FastNetwork<float> network = new(Plan);
            for (int b = 0; b < Count; b++)
            {
                network.Reset(TinyModel.Meta(Plan, (ulong)k + 1));
                ReadOnlySpan<byte> targets = batch.Targets.AsSpan(b * batch.Steps, batch.Steps);
                for (int t = 0; t < batch.Lengths[b]; t++)
                {
                    network.Forward(t, targets);
                    double p = Math.Exp(-network.Step(targets[t]));
                    ones[b, t] += (targets[t] == 1 ? p : 1 - p) / members;
                }
            }
        }

        return ones;
    }

    private static EnsembleMember[] Members(int count) =>
        [.. Enumerable.Range(1, count).Select(k => new EnsembleMember(new CpuEngine(Plan, 1), TinyModel.Meta(Plan, (ulong)k)))];

    private static EpisodeBatch Batch()
    {
        Random random = new(3);
        int steps = Plan.Layout.Steps;
        byte[] chances = new byte[Count * steps];
        random.NextBytes(chances);
        return new EpisodeBatch(Count, steps, [.. chances.Select(c => (byte)(random.Next(255) < c ? 1 : 0))], [steps, steps, steps - 3], chances);
    }
}
