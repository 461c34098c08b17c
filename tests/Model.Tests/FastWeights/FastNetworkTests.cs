using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Meta;

namespace ReptileGen.Model.Tests.FastWeights;

[TestClass]
public sealed class FastNetworkTests
{
    private static readonly NetworkPlan Plan = new(Networks.MnistContext with { Input = new ImageInputSpec(6, 6, ContextRadius: 2) });
    private static readonly double[] Meta = Checks.Meta(Plan, 1);
    private static readonly byte[] Targets = Checks.Targets(Plan, 2);

    [TestMethod]
    public void UndoStraightAfterAStepIsExact()
    {
        FastNetwork<double> network = Run(7, history: false), same = Run(7, history: false);
        network.Forward(7, Targets);
        network.Step(1);
        network.Undo();
        Assert.AreEqual(7, network.Position);
        AssertSameWeights(same, network, 0);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(20)]
    public void UndoGoesBackAsFarAsTheHistory(int steps)
    {
        FastNetwork<double> network = Run(25, history: true), same = Run(25 - steps, history: true);
        for (int k = 0; k < steps; k++)
        {
            network.Undo();
        }

        AssertSameWeights(same, network, 1e-13);
        ReadOnlySpan<double> logits = network.Forward(25 - steps, Targets);
        Assert.AreEqual(same.Forward(25 - steps, Targets)[0], logits[0], 1e-12);
    }

    /// <summary>What exact MAML rests on: in single precision the shipped network, whose weights move far in an episode, finds its way back over all 784 steps.</summary>
    [TestMethod]
    public void TheShippedNetworkFindsBackInSinglePrecision()
    {
        TrainedModel model = ModelLocator.Load("mnist");
        FastNetwork<float> network = new(model.Plan, history: true);
        network.Reset(model.Meta);
        byte[] targets = new byte[model.Plan.Layout.Steps];
        for (int t = 0; t < targets.Length; t++)
        {
            targets[t] = (byte)(t / 28 is > 5 and < 22 && Math.Abs(t % 28 - 14) < 2 ? 1 : 0);
            network.Forward(t, targets);
            network.Step(targets[t]);
        }

        double moved = Distance();
        while (network.Position > 0)
        {
            network.Undo();
        }

        double left = Distance(), weight = model.Meta.Max(Math.Abs), foldings = targets.Length / 8;
        Assert.IsGreaterThan(0.01, moved, "something was learned");
        Assert.IsTrue(left < Math.ScaleB(weight * foldings, -23), $"and taken back, but for rounding in each folding: {left}");

        double Distance()
        {
            double largest = 0;
            for (int k = 0; k < model.Plan.Table.Tensors.Count; k++)
            {
                ParameterTensor tensor = model.Plan.Table.Tensors[k];
                float[] now = new float[tensor.Count];
                network.CopyTensor(k, now);
                largest = Math.Max(largest, now.Zip(model.Meta.AsSpan(tensor.Offset, tensor.Count).ToArray(), (a, b) => (double)Math.Abs(a - b)).Max());
            }

            return largest;
        }
    }

    [TestMethod]
    public void UndoAfterALookAhead()
    {
        FastNetwork<double> network = Run(9, history: false), same = Run(8, history: false);
        network.Forward(9, Targets);
        network.Undo();
        AssertSameWeights(same, network, 1e-13);
        Assert.ThrowsExactly<InvalidOperationException>(network.Undo);
    }

    [TestMethod]
    public void LaterTargetsAreNotRead()
    {
        byte[] other = [.. Targets.Select((y, t) => t < 20 ? y : (byte)(1 - y))];
        FastNetwork<double> network = Run(20, history: false);
        double logit = network.Forward(20, Targets)[0];
        Assert.AreEqual(logit, network.Forward(20, other)[0]);
    }

    [TestMethod]
    public void AStepRaisesTheProbabilityOfWhatItLearned()
    {
        NetworkPlan plan = new(Networks.Mnist with { Step = new StepSpec(RateKind.Fixed, 1e-4) });
        FastNetwork<double> network = new(plan);
        network.Reset(Checks.Meta(plan, 3));
        foreach (int target in new[] { 0, 1, 1, 0 })
        {
            double before = network.Forward(400, Targets)[0];
            network.Step(target);
            Assert.IsGreaterThan(0, (network.Forward(400, Targets)[0] - before) * (target == 1 ? 1 : -1));
        }
    }

    [TestMethod]
    public void TheScaleBoundsTheStep()
    {
        FastNetwork<double> network = new(new NetworkPlan(Plan.Spec with { Step = new StepSpec(RateKind.Fixed, 1, GradientBound: 0.01) }));
        network.Reset(Meta.AsSpan(0, network.Plan.Table.Length));
        network.Forward(0, Targets);
        network.Step(1);
        Assert.AreEqual(0.01 / network.GradientNorm, network.Scale, 1e-12);
        double moved = 0;
        for (int k = 0; k < Plan.Table.Tensors.Count; k++)
        {
            ParameterTensor t = Plan.Table.Tensors[k];
            double[] weights = new double[t.Count];
            network.CopyTensor(k, weights);
            moved += weights.Select((w, i) => (w - Meta[t.Offset + i]) * (w - Meta[t.Offset + i])).Sum();
        }

        Assert.AreEqual(0.01, Math.Sqrt(moved), 1e-12);
    }

    [TestMethod]
    public void TheLastUpdateIsWhatTheMatrixLost()
    {
        FastNetwork<double> network = Run(5, history: false);
        int op = Plan.Ops.ToList().FindIndex(o => o.Kind == OpKind.Linear);
        ParameterTensor tensor = Plan.Table.Tensors[Plan.Ops[op].Weight];
        double[] before = new double[tensor.Count], after = new double[tensor.Count];
        network.CopyTensor(Plan.Ops[op].Weight, before);
        network.Forward(5, Targets);
        network.Step(1);
        double[] rows = new double[tensor.Rows], columns = new double[tensor.Columns];
        network.LastUpdate(op, rows, columns);
        network.CopyTensor(Plan.Ops[op].Weight, after);
        for (int i = 0; i < after.Length; i++)
        {
            Assert.AreEqual(before[i] - rows[i / tensor.Columns] * columns[i % tensor.Columns], after[i], 1e-15);
        }
    }

    /// <summary>Every kind of layer: what a step says it touched is all that it touched.</summary>
    [TestMethod]
    [DataRow("mnist")]
    [DataRow("mnist-context")]
    [DataRow("text-listing-context")]
    [DataRow("original-lstm")]
    public void WhatAStepSaysItTouchedIsAllThatItTouched(string preset)
    {
        NetworkPlan plan = new(Presets.Get(preset).Network);
        FastNetwork<double> network = new(plan);
        network.Reset(Checks.Meta(plan, 3));
        byte[] targets = new byte[plan.Layout.Steps];
        for (int t = 0; t < 3; t++)
        {
            double[][] before = Weights(network);
            network.Forward(t, targets);
            network.Step(targets[t] = 1);
            double[][] after = Weights(network);
            network.Forward(t + 1, targets); // looking ahead changes nothing of it
            for (int k = 0; k < plan.Table.Tensors.Count; k++)
            {
                ParameterTensor tensor = plan.Table.Tensors[k];
                int row = Touch(network, k, before[k]);
                Assert.AreEqual(tensor.Adapts, row >= -1, tensor.Name);
                for (int i = 0; i < tensor.Count; i++)
                {
                    Assert.AreEqual(before[k][i], after[k][i], 1e-12, $"step {t}, {tensor.Name}, element {i}");
                }
            }
        }
    }

    /// <summary>
    /// A step whose loss is below the threshold changes no weight and says so, takes part in no folding, and is undone; the others are
    /// as without a threshold. So the weights are those of a network that was never told of the steps that were not taken.
    /// </summary>
    [TestMethod]
    public void WhatWasForeseenIsNotLearned()
    {
        FastNetwork<double> network = WithThreshold(history: true), never = new(network.Plan);
        network.Reset(Meta);
        never.Reset(Meta);
        bool[] passed = new bool[Targets.Length];
        for (int t = 0; t < Targets.Length; t++)
        {
            double[][] before = Weights(network);
            network.Forward(t, Targets);
            passed[t] = network.Step(Targets[t]) < network.Plan.Spec.Step.LossThreshold;
            Assert.AreEqual(passed[t], network.Scale == 0);
            if (passed[t])
            {
                Assert.AreEqual(0, network.GradientNorm);
                Assert.IsTrue(network.Adjoints.IndexOfAnyExcept(0) < 0);
                Assert.IsTrue(Enumerable.Range(0, before.Length).All(k => Touch(network, k, before[k]) is -2 or >= 0));
            }
            else
            {
                never.Forward(t, Targets);
                never.Step(Targets[t]);
            }

            AssertSameWeights(never, network, 0);
        }

        Assert.IsTrue(passed.Count(p => p) is > 8 and < 28, "both kinds");
        for (int t = Targets.Length - 1; t >= 0; t--)
        {
            network.Undo();
        }

        AssertSameWeights(Run(0, history: false), network, 1e-13);
    }

    /// <summary>
    /// Steps that are computed at once are the same bits as one by one, whether they are all skipped, as was supposed, or one is learned
    /// and those behind it are forgotten; with a slow trunk, rates per parameter, bytes, matrices that are cut into bands, and a target row shorter than the layout.
    /// </summary>
    [TestMethod]
    [DataRow("plain", 0.65)]
    [DataRow("trunk", 0.65)]
    [DataRow("parameter", 0.65)]
    [DataRow("text", 5.4)]
    [DataRow("banded", 0.65)]
    public void LookingAheadOverSkippedStepsChangesNoBit(string kind, double threshold)
    {
        NetworkSpec spec = kind switch
        {
            "text" => Networks.TextContext with { Input = new TextInputSpec(36, 2) },
            "banded" => Plan.Spec with { Layers = [new EmbeddingSpec(16), new ContextSpec(), new LinearSpec(800), new ActivationSpec(Activation.Tanh), new LinearSpec(800), new ActivationSpec(Activation.Tanh), new LinearSpec(1)] },
            _ => Plan.Spec,
        };
        StepSpec step = spec.Step with { LossThreshold = threshold, Rate = kind == "parameter" ? RateKind.Parameter : spec.Step.Rate, Frozen = kind == "trunk" ? ["layers.0", "layers.2"] : null };
        NetworkPlan plan = new(spec with { Step = step });
        Assert.AreEqual(kind == "banded", new NetworkGraph(plan).IsBanded);
        FastNetwork<double> network = new(plan, history: true), single = new(plan);
        double[] meta = Checks.Meta(plan, 1);
        network.Reset(meta);
        single.Reset(meta);
        byte[] targets = [.. Checks.Targets(plan, 2, length: 34).Select((y, t) => t is > 5 and < 20 or > 21 ? (byte)0 : y)];
        string row = "";
        for (int t = 0; t < targets.Length; t++)
        {
            network.LookAhead(targets);
            Assert.AreEqual(single.Forward(t, targets)[0], network.Forward(t, targets)[0], $"step {t}");
            if (t == 16)
            {
                network.Forward(3, targets); // asks for another step in between
                network.Forward(t, targets);
            }

            Assert.AreEqual(single.Step(targets[t]), network.Step(targets[t]));
            row += network.Scale == 0 ? 's' : 'l';
        }

        Assert.Contains("ssss", row);
        Assert.Contains("ssl", row);
        AssertSameWeights(single, network, 0);
    }

    [TestMethod]
    public void AMatrixHasNoLastChange()
    {
        FastNetwork<double> network = Run(1, history: false);
        int matrix = Plan.Ops.First(o => o.Kind == OpKind.Linear).Weight;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => network.LastChange(matrix, new double[64])).Message, "LastUpdate tells of it");
    }

    [TestMethod]
    public void NothingIsAllocatedAfterConstruction()
    {
        FastNetwork<float> network = new(Plan, history: true);
        float[] meta = Array.ConvertAll(Meta, x => (float)x);
        void Episode()
        {
            network.Reset(meta);
            for (int t = 0; t < Targets.Length; t++)
            {
                network.Forward(t, Targets);
                network.Step(Targets[t]);
            }

            network.Undo();
        }

        Episode();
        Assert.AreEqual(0, Allocation.Of(Episode));
    }

    /// <summary>A threshold near the median of the losses, so that steps of both kinds mix.</summary>
    private static FastNetwork<double> WithThreshold(bool history) =>
        new(new NetworkPlan(Plan.Spec with { Step = Plan.Spec.Step with { LossThreshold = 0.65 } }), history);

    private static double[][] Weights(FastNetwork<double> network) => [.. network.Plan.Table.Tensors.Select((tensor, k) =>
    {
        double[] weights = new double[tensor.Count];
        network.CopyTensor(k, weights);
        return weights;
    })];

    /// <summary>Applies to a copy of a tensor what the last step did to it; -2 if it says that it did nothing, -1 for a matrix, else the row.</summary>
    private static int Touch(FastNetwork<double> network, int tensor, double[] weights)
    {
        int columns = network.Plan.Table.Tensors[tensor].Columns;
        int op = network.Plan.Ops.ToList().FindIndex(o => o.Kind == OpKind.Linear && o.Weight == tensor);
        if (op >= 0)
        {
            double[] u = new double[network.Plan.Ops[op].Size], v = new double[columns];
            network.LastUpdate(op, u, v);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] -= u[i / columns] * v[i % columns];
            }

            return u.Any(x => x != 0) ? -1 : -2;
        }

        double[] change = new double[columns];
        int row = network.LastChange(tensor, change);
        for (int i = 0; row >= 0 && i < columns; i++)
        {
            weights[(row * columns) + i] += change[i];
        }

        return row >= 0 ? row : -2;
    }

    private static FastNetwork<double> Run(int steps, bool history)
    {
        FastNetwork<double> network = new(Plan, history);
        network.Reset(Meta);
        for (int t = 0; t < steps; t++)
        {
            network.Forward(t, Targets);
            network.Step(Targets[t]);
        }

        return network;
    }

    private static void AssertSameWeights(FastNetwork<double> expected, FastNetwork<double> found, double tolerance)
    {
        for (int k = 0; k < expected.Plan.Table.Tensors.Count; k++)
        {
            double[] a = new double[expected.Plan.Table.Tensors[k].Count], b = new double[a.Length];
            expected.CopyTensor(k, a);
            found.CopyTensor(k, b);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.AreEqual(a[i], b[i], tolerance, expected.Plan.Table.Tensors[k].Name);
            }
        }
    }
}
