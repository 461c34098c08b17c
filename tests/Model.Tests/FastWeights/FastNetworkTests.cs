using ReptileGen.Model.FastWeights;
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
        for (int k = 0; k < Plan.Table.Tensors.Count; k++)
        {
            double[] a = new double[Plan.Table.Tensors[k].Count], b = new double[a.Length];
            expected.CopyTensor(k, a);
            found.CopyTensor(k, b);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.AreEqual(a[i], b[i], tolerance, Plan.Table.Tensors[k].Name);
            }
        }
    }
}
