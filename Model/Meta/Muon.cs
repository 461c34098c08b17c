using ReptileGen.Model.FastWeights;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Meta;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of a matrix is replaced by the nearest matrix whose singular values are all
/// about 1, so that directions which few episodes ask for move as fast as those which all ask for. Scaled as by Liu et
/// al. 2025 (arXiv:2502.16982, equation 4), so that an element moves about as far as under Adam at the same rate.
/// For the weights of linear layers with more than one output.
/// </summary>
internal sealed class Muon(OptimizerSpec spec, ParameterTable table)
{
    private const int Iterations = 5;

    /// <summary>The tensors that it steps; all others are left to Adam.</summary>
    public IReadOnlyList<ParameterTensor> Tensors { get; } = [.. table.Tensors.Where(t => t.Init == TensorInit.Uniform && t.Rows > 1)];

    /// <summary>One step of every matrix.</summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="gradient">The mean meta-gradient.</param>
    /// <param name="momentum">The decayed sum of gradients, as long as the meta vector.</param>
    /// <param name="scale">What the schedule says, 0 to 1.</param>
    public void Step(Span<float> meta, ReadOnlySpan<float> gradient, Span<float> momentum, double scale)
    {
        float beta = (float)spec.Momentum;
        foreach (ParameterTensor t in Tensors)
        {
            Span<float> m = momentum.Slice(t.Offset, t.Count), weights = meta.Slice(t.Offset, t.Count);
            ReadOnlySpan<float> g = gradient.Slice(t.Offset, t.Count);
            float[] ahead = new float[t.Count]; // Nesterov's
            for (int i = 0; i < ahead.Length; i++)
            {
                m[i] = beta * m[i] + g[i];
                ahead[i] = g[i] + beta * m[i];
            }

            float rate = (float)(scale * spec.Rate * 0.2 * Math.Sqrt(Math.Max(t.Rows, t.Columns)));
            ReadOnlySpan<float> direction = Orthogonal(ahead, t.Rows, t.Columns);
            for (int i = 0; i < direction.Length; i++)
            {
                weights[i] -= rate * direction[i];
            }
        }
    }

    /// <summary>U V' of a matrix U S V' <c>[rows, columns]</c>, roughly: singular values between 0.7 and 1.2 (Newton-Schulz iterations of degree 5).</summary>
    internal static float[] Orthogonal(float[] matrix, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = no_grad();
        double norm = Math.Sqrt(matrix.Sum(element => (double)element * element)); // summed in one order on every machine
        Tensor x = tensor(matrix, [rows, columns]) * (float)(1 / (norm + 1e-7));
        x = rows > columns ? x.t() : x;
        for (int i = 0; i < Iterations; i++)
        {
            Tensor square = x.mm(x.t());
            x = 3.4445f * x + (-4.7750f * square + 2.0315f * square.mm(square)).mm(x);
        }

        return (rows > columns ? x.t() : x).contiguous().data<float>().ToArray();
    }
}
