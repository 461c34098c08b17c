using System.Text.Json.Serialization;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>How the outer loop steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba 2015, arXiv:1412.6980).</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Plain gradient descent. With Reptile's meta-gradient and rate 1 it is the original algorithm.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,

    /// <summary>Muon for the weights of linear layers, Adam for all else; see <see cref="Meta.Muon"/>.</summary>
    [JsonStringEnumMemberName("muon")]
    Muon,
}

/// <summary>The outer step. All rates are multiplied by the schedule.</summary>
/// <param name="Kind">Adam, SGD or Muon.</param>
/// <param name="Rate">For theta_0.</param>
/// <param name="LogRateRate">For the logarithms lambda of the learned inner rates.</param>
/// <param name="FactorRate">For the row, column and element factors of the learned inner rates.</param>
/// <param name="Beta1">Adam's decay of the mean gradient, in [0, 1).</param>
/// <param name="Beta2">Adam's decay of the mean square, in [0, 1).</param>
/// <param name="Epsilon">Adam's addition to the root of the mean square, above 0.</param>
/// <param name="GradientClip">The mean meta-gradient is scaled down to this norm; null means never.</param>
/// <param name="Average">
/// Decay d of the running average of the meta vector, 0 for none: after n steps
/// <c>average += (1 - min(d, (1 + n) / (10 + n))) (meta - average)</c>. The average is evaluated and shipped.
/// </param>
/// <param name="Momentum">Muon's decay of the sum of gradients, in [0, 1).</param>
public sealed record OptimizerSpec(
    OptimizerKind Kind = OptimizerKind.Adam,
    double Rate = 4e-3,
    double LogRateRate = 0.02,
    double FactorRate = 0.02,
    double Beta1 = 0.9,
    double Beta2 = 0.99,
    double Epsilon = 1e-8,
    double? GradientClip = null,
    double Average = 0,
    double Momentum = 0.95);

/// <summary>The outer optimizer of one run with its whole state, which a checkpoint saves.</summary>
public sealed class Optimizer
{
    private readonly OptimizerSpec spec;
    private readonly float[] rates;
    private readonly Muon? muon;
    private readonly bool[] muons;

    /// <summary>An optimizer before its first step.</summary>
    /// <param name="spec">The rates.</param>
    /// <param name="table">Says which elements of the meta vector are weights, log-rates and factors.</param>
    /// <param name="start">The meta vector at the start of the run; the average starts there.</param>
    public Optimizer(OptimizerSpec spec, ParameterTable table, ReadOnlySpan<float> start)
    {
        this.spec = spec;
        rates = Rates(spec, table);
        bool adam = spec.Kind != OptimizerKind.Sgd;
        muon = spec.Kind == OptimizerKind.Muon ? new Muon(spec, table) : null;
        muons = new bool[table.Length];
        foreach (ParameterTensor tensor in muon?.Tensors ?? [])
        {
            muons.AsSpan(tensor.Offset, tensor.Count).Fill(true);
        }

        Mean = new float[adam ? table.Length : 0];
        Square = new float[adam ? table.Length : 0];
        Average = spec.Average > 0 ? start.ToArray() : [];
    }

    /// <summary>Adam's mean gradient, and Muon's sum of gradients in its place, <c>[Table.Length]</c>; empty for SGD.</summary>
    public float[] Mean { get; }

    /// <summary>Adam's mean square gradient, <c>[Table.Length]</c>; empty for SGD.</summary>
    public float[] Square { get; }

    /// <summary>The running average of the meta vector, <c>[Table.Length]</c>; empty if none is kept.</summary>
    public float[] Average { get; }

    /// <summary>Steps made.</summary>
    public long Steps { get; set; }

    /// <summary>One step: <paramref name="meta"/> moves against <paramref name="gradient"/>, which is scaled in place by the clip.</summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="gradient">The mean meta-gradient.</param>
    /// <param name="scale">What the schedule says, 0 to 1.</param>
    /// <returns>The norm of the gradient before the clip.</returns>
    public double Step(Span<float> meta, Span<float> gradient, double scale)
    {
        double norm = Math.Sqrt(Vectors.SquaredNorm(gradient));
        if (spec.GradientClip < norm)
        {
            float shrink = (float)(spec.GradientClip.Value / norm);
            foreach (ref float g in gradient)
            {
                g *= shrink;
            }
        }

        Steps++;
        if (spec.Kind != OptimizerKind.Sgd)
        {
            muon?.Step(meta, gradient, Mean, scale);
            Adam(meta, gradient, scale);
        }
        else
        {
            for (int i = 0; i < meta.Length; i++)
            {
                meta[i] -= (float)scale * rates[i] * gradient[i];
            }
        }

        Follow(meta);
        return norm;
    }

    private void Adam(Span<float> meta, ReadOnlySpan<float> gradient, double scale)
    {
        float b1 = (float)spec.Beta1, b2 = (float)spec.Beta2, epsilon = (float)spec.Epsilon;
        float correction1 = (float)(scale / (1 - Math.Pow(spec.Beta1, Steps)));
        float correction2 = (float)(1 / (1 - Math.Pow(spec.Beta2, Steps)));
        for (int i = 0; i < meta.Length; i++)
        {
            if (muons[i])
            {
                continue;
            }

            float g = gradient[i];
            float m = Mean[i] = b1 * Mean[i] + (1 - b1) * g;
            float v = Square[i] = b2 * Square[i] + (1 - b2) * g * g;
            meta[i] -= rates[i] * correction1 * m / (MathF.Sqrt(v * correction2) + epsilon);
        }
    }

    private void Follow(ReadOnlySpan<float> meta)
    {
        float pull = (float)(1 - Math.Min(spec.Average, (1.0 + Steps) / (10.0 + Steps)));
        for (int i = 0; i < Average.Length; i++)
        {
            Average[i] += pull * (meta[i] - Average[i]);
        }
    }

    /// <summary>The outer rate of each element: theta, then lambdas, then factors (see <see cref="ParameterTable"/>).</summary>
    private static float[] Rates(OptimizerSpec spec, ParameterTable table)
    {
        float[] rates = new float[table.Length];
        Array.Fill(rates, (float)spec.FactorRate);
        Array.Fill(rates, (float)spec.Rate, 0, table.ThetaLength);
        foreach (ParameterTensor tensor in table.Tensors.Where(t => t.LogRate >= 0))
        {
            rates[tensor.LogRate] = (float)spec.LogRateRate;
        }

        return rates;
    }
}
