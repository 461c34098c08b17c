using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Evaluation;

/// <summary>How far an engine's answers lie from those of another one on the same meta vector and episodes.</summary>
/// <param name="Network">What was compared.</param>
/// <param name="Method">evaluate, reptile, fomaml, maml, maml with the steps of its truncation, or maml expected (with <see cref="EpisodeBatch.Chances"/>).</param>
/// <param name="NatsError">Largest relative difference of an episode's nats; for evaluate also of a step's (absolute where the step costs less than 1 nat).</param>
/// <param name="GradientError">
/// The worst part of the meta-gradient: the Euclidean norm of the difference divided by the part's norm plus a ten-thousandth of
/// the whole gradient's (a part that is 0 has no relative error of its own); null for evaluate.
/// </param>
/// <param name="WorstPart">Which part that is: a tensor's weights, or its learned rates.</param>
/// <param name="Repeats">True if the same call gave the same bits twice.</param>
internal sealed record Agreement(string Network, string Method, double NatsError, double? GradientError, string? WorstPart, bool Repeats)
{
    private const double Floor = 1e-4;

    /// <summary>True if all differences are at most <paramref name="tolerance"/> and the engine repeats itself.</summary>
    public bool Holds(double tolerance) => NatsError <= tolerance && !(GradientError > tolerance) && Repeats;

    /// <summary>Compares inner loops alone.</summary>
    public static Agreement OfEvaluation(string network, IMetaEngine reference, IMetaEngine engine, float[] meta, EpisodeBatch batch)
    {
        (double[] nll, float[] steps) = Evaluate(reference, meta, batch);
        (double[] found, float[] foundSteps) = Evaluate(engine, meta, batch);
        (double[] again, float[] againSteps) = Evaluate(engine, meta, batch);
        double each = Enumerable.Range(0, steps.Length).Max(i => Finite(Math.Abs(steps[i] - foundSteps[i]) / Math.Max(1, Math.Abs(steps[i]))));
        return new(network, "evaluate", Math.Max(each, Worst(nll, found)), null, null, found.SequenceEqual(again) && foundSteps.SequenceEqual(againSteps));
    }

    /// <summary>Compares a meta-gradient.</summary>
    public static Agreement OfGradient(
        string network, NetworkPlan plan, IMetaEngine reference, IMetaEngine engine, float[] meta, EpisodeBatch batch, MetaMethod method)
    {
        (float[] expected, double[] nll, double[] norms) = Gradient(reference, meta, batch, method);
        (float[] found, double[] foundNll, double[] foundNorms) = Gradient(engine, meta, batch, method);
        (float[] again, _, _) = Gradient(engine, meta, batch, method);
        (string part, double error) = WorstOf(plan, expected, found);
        double norm = Worst(norms, foundNorms);
        string name = method.Algorithm.ToString().ToLowerInvariant() + (method.Truncation > 0 ? $" {method.Truncation}" : "") + (batch.Chances is null ? "" : " expected");
        return new(network, name, Worst(nll, foundNll), Math.Max(error, norm), norm > error ? "norm of an episode" : part, found.SequenceEqual(again));
    }

    /// <summary>Compares the nats of drawn episodes with what the reference finds for the same targets.</summary>
    /// <param name="network">Its name.</param>
    /// <param name="steps">T of the layout.</param>
    /// <param name="reference">Measures what was drawn.</param>
    /// <param name="meta">The meta vector.</param>
    /// <param name="draw">Draws episodes, up to their end each, and their nats; the same at every call.</param>
    public static Agreement OfSampling(
        string network, int steps, IMetaEngine reference, float[] meta, Func<(byte[][] Episodes, double[] Nats)> draw)
    {
        (byte[][] episodes, double[] nats) = draw();
        (byte[][] again, _) = draw();
        (double[] expected, _) = Evaluate(reference, meta, Batch(steps, episodes));
        bool repeats = episodes.Zip(again, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same);
        return new(network, "sample", Worst(expected, nats), null, null, repeats);
    }

    /// <summary>A batch of episodes that may end early.</summary>
    /// <param name="steps">T of the layout.</param>
    /// <param name="episodes">The targets of each, at most T.</param>
    public static EpisodeBatch Batch(int steps, byte[][] episodes)
    {
        byte[] targets = new byte[episodes.Length * steps];
        for (int b = 0; b < episodes.Length; b++)
        {
            episodes[b].CopyTo(targets, b * steps);
        }

        return new EpisodeBatch(episodes.Length, steps, targets, [.. episodes.Select(e => e.Length)]);
    }

    private static (string Part, double Error) WorstOf(NetworkPlan plan, float[] expected, float[] found)
    {
        double whole = Norm(expected, 0, expected.Length);
        return plan.Table.Tensors.SelectMany(Parts).Select(p => (p.Name, Error(p.Offset, p.Count))).MaxBy(p => p.Item2);

        double Error(int offset, int count)
        {
            double squares = 0;
            for (int i = offset; i < offset + count; i++)
            {
                squares += Math.Pow((double)expected[i] - found[i], 2);
            }

            return squares == 0 ? 0 : Finite(Math.Sqrt(squares) / (Norm(expected, offset, count) + (Floor * whole)));
        }
    }

    private static IEnumerable<(string Name, int Offset, int Count)> Parts(ParameterTensor t)
    {
        (string, int, int)[] all =
        [
            (t.Name, t.Offset, t.Count), (t.Name + " log-rate", t.LogRate, 1), (t.Name + " row rates", t.RowFactors, t.Rows),
            (t.Name + " column rates", t.ColumnFactors, t.Columns), (t.Name + " rates", t.Factors, t.Count),
        ];
        return all.Where(p => p.Item2 >= 0);
    }

    private static double Worst(double[] expected, double[] found) =>
        expected.Zip(found, (a, b) => a.Equals(b) ? 0 : Finite(Math.Abs(a - b) / Math.Abs(a))).Max();

    private static double Finite(double error) => double.IsNaN(error) ? double.PositiveInfinity : error;

    private static double Norm(float[] values, int offset, int count) =>
        Math.Sqrt(values.AsSpan(offset, count).ToArray().Sum(v => (double)v * v));

    private static (double[] Nll, float[] Steps) Evaluate(IMetaEngine engine, float[] meta, EpisodeBatch batch)
    {
        double[] nll = new double[batch.Count];
        float[] steps = new float[batch.Count * batch.Steps];
        engine.Evaluate(meta, batch, nll, steps);
        return (nll, steps);
    }

    private static (float[] Gradient, double[] Nll, double[] Norms) Gradient(IMetaEngine engine, float[] meta, EpisodeBatch batch, MetaMethod method)
    {
        float[] gradient = new float[meta.Length];
        double[] nll = new double[batch.Count], norms = new double[batch.Count];
        engine.Gradient(meta, batch, method, gradient, nll, norms);
        return (gradient, nll, norms);
    }
}
