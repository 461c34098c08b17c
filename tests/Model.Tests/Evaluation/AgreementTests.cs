using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Evaluation;

/// <summary>What <c>verify</c> compares: an engine that is a little wrong anywhere must not pass.</summary>
[TestClass]
public sealed class AgreementTests
{
    private static readonly NetworkPlan Plan = new(Networks.Tiny with { Input = new ImageInputSpec(3, 3) });
    private static readonly float[] Meta = Plan.Table.Fresh(new Random(1).NextDouble);
    private static readonly EpisodeBatch Batch = Agreement.Batch(9, [[0, 1, 1, 0, 1, 0, 0, 1, 1], [1, 0, 0, 0, 1]]);

    [TestMethod]
    public void TheSameEngineAgreesWithItself()
    {
        using CpuEngine one = new(Plan, 1), other = new(Plan, 2);
        Assert.AreEqual(new Agreement("tiny", "evaluate", 0, null, null, true), Agreement.OfEvaluation("tiny", one, other, Meta, Batch));
        Agreement maml = Agreement.OfGradient("tiny", Plan, one, other, Meta, Batch, new MetaMethod(MetaAlgorithm.Maml, 4));
        Assert.AreEqual((0.0, 0.0, "maml 4", true), (maml.NatsError, maml.GradientError, maml.Method, maml.Holds(1e-9)));
    }

    /// <summary>Each part of the meta vector by itself: also the one learned rate that is small beside the whole gradient.</summary>
    [TestMethod]
    public void AnErrorInOnePartIsFoundAndNamed()
    {
        using CpuEngine cpu = new(Plan, 1);
        foreach (ParameterTensor t in Plan.Table.Tensors)
        {
            foreach ((string name, int offset, int count) in new[] { (t.Name, t.Offset, t.Count), (t.Name + " log-rate", t.LogRate, 1), (t.Name + " column rates", t.ColumnFactors, t.Columns) })
            {
                using Wrong wrong = new(cpu, gradient: g => Scale(g.AsSpan(), offset, count, 1.01f));
                Agreement found = Agreement.OfGradient("tiny", Plan, cpu, wrong, Meta, Batch, new MetaMethod(MetaAlgorithm.Maml));
                Assert.AreEqual(offset < 0, found.Holds(1e-3), name);
                if (offset >= 0)
                {
                    Assert.AreEqual(name, found.WorstPart);
                    Assert.IsTrue(found.GradientError is > 0.001 and < 0.0101, $"{name}: {found.GradientError}");
                }
            }
        }
    }

    [TestMethod]
    public void NatsThatAreNotFiniteOrDifferDoNotPass()
    {
        using CpuEngine cpu = new(Plan, 1);
        foreach (double factor in new[] { double.NaN, 1.01, double.PositiveInfinity })
        {
            using Wrong wrong = new(cpu, nll: n => n[1] *= factor);
            Assert.IsFalse(Agreement.OfEvaluation("tiny", cpu, wrong, Meta, Batch).Holds(1e-3));
            Assert.IsFalse(Agreement.OfGradient("tiny", Plan, cpu, wrong, Meta, Batch, new MetaMethod(MetaAlgorithm.Fomaml)).Holds(1e-3));
        }

        using Wrong nothing = new(cpu, gradient: g => g[0] = float.NaN);
        Assert.AreEqual(double.PositiveInfinity, Agreement.OfGradient("tiny", Plan, cpu, nothing, Meta, Batch, new MetaMethod(MetaAlgorithm.Fomaml)).GradientError);
    }

    [TestMethod]
    public void AnEngineThatDoesNotRepeatItselfDoesNotPass()
    {
        using CpuEngine cpu = new(Plan, 1);
        int calls = 0;
        using Wrong wrong = new(cpu, gradient: g => g[0] = MathF.BitIncrement(g[0] + (calls++ * 1e-6f)));
        Agreement found = Agreement.OfGradient("tiny", Plan, cpu, wrong, Meta, Batch, new MetaMethod(MetaAlgorithm.Reptile));
        Assert.IsTrue(!found.Repeats && found.GradientError < 1e-3 && !found.Holds(1e-3), $"{found}");
        int draws = 0;
        (byte[][], double[]) Draw() => ([[0, 1, 1, 0, 1, 0, 0, 1, (byte)(draws++ & 1)]], [6]);
        Assert.IsFalse(Agreement.OfSampling("tiny", 9, cpu, Meta, Draw).Repeats);
    }

    private static void Scale(Span<float> gradient, int offset, int count, float factor)
    {
        for (int i = offset; offset >= 0 && i < offset + count; i++)
        {
            gradient[i] *= factor;
        }
    }

    private sealed class Wrong(CpuEngine right, Action<float[]>? gradient = null, Action<double[]>? nll = null) : IMetaEngine
    {
        public string Description => "wrong";

        public void Gradient(ReadOnlySpan<float> meta, EpisodeBatch batch, MetaMethod method, Span<float> result, Span<double> nats, Span<double> norms)
        {
            right.Gradient(meta, batch, method, result, nats, norms);
            Change(result, gradient);
            Change(nats, nll);
        }

        public void Evaluate(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nats, Span<float> stepNll = default)
        {
            right.Evaluate(meta, batch, nats, stepNll);
            Change(nats, nll);
        }

        public void Dispose()
        {
        }

        private static void Change<T>(Span<T> values, Action<T[]>? change)
        {
            T[] copy = values.ToArray();
            change?.Invoke(copy);
            copy.CopyTo(values);
        }
    }
}
