using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines.Text;

/// <summary>
/// One LSTM layer (Hochreiter and Schmidhuber 1997) over the bytes of a line: a learned vector of the previous byte in, the
/// logits of the next byte out. The forget gate starts open (bias 1).
/// </summary>
public sealed class TextLstm : nn.Module<Tensor, Tensor>
{
    private const int Width = 32, Bytes = 256;
    private readonly Embedding previous;
    private readonly LSTM lstm;
    private readonly Linear logits;

    /// <summary>A network of <c>8192 + 4 H (H + 34) + 256 (H + 1)</c> weights.</summary>
    /// <param name="hidden">Units H.</param>
    /// <param name="seed">Of the weights.</param>
    public TextLstm(int hidden, ulong seed) : base("text-lstm")
    {
        var random = new RandomStream(seed, "baseline/text-lstm");
        previous = nn.Embedding(Bytes, Width);
        lstm = nn.LSTM(Width, hidden, 1, batchFirst: true);
        logits = nn.Linear(hidden, Bytes);
        using (no_grad())
        {
            previous.weight!.copy_(RandomTensor.Normal(random, previous.weight!.shape));
            foreach (var parameter in lstm.parameters().Concat(logits.parameters()))
                parameter.copy_(RandomTensor.Uniform(random, 1 / Math.Sqrt(hidden), parameter.shape));
            lstm.named_parameters().Single(p => p.name == "bias_ih_l0").parameter.narrow(0, hidden, hidden).add_(1);
        }

        RegisterComponents();
    }

    /// <summary>Weights of a network with so many units.</summary>
    public static long ParametersOf(int hidden) => Bytes * Width + 4L * hidden * (hidden + Width + 2) + Bytes * (hidden + 1L);

    /// <summary>The units that give about so many weights, at least 1.</summary>
    public static int HiddenFor(long parameters)
    {
        var hidden = 1;
        while (ParametersOf(hidden + 1) <= parameters)
            hidden++;
        return hidden;
    }

    /// <summary>Logits <c>[lines, steps, 256]</c> from the previous bytes <c>[lines, steps]</c> (int64).</summary>
    public override Tensor forward(Tensor input)
    {
        var (hidden, _, _) = lstm.call(previous.call(input));
        return logits.call(hidden);
    }

    /// <summary>Negative log-likelihood of each line in nats (a sum over its bytes), <c>[lines]</c>.</summary>
    /// <param name="lines">Bytes of each line.</param>
    public Tensor Nats(IReadOnlyList<byte[]> lines)
    {
        var steps = lines.Max(line => line.Length);
        var before = new long[lines.Count * steps];
        var targets = new long[lines.Count * steps];
        var mask = new float[lines.Count * steps];
        for (var i = 0; i < lines.Count; i++)
        {
            for (var t = 0; t < lines[i].Length; t++)
            {
                before[i * steps + t] = t == 0 ? 0 : lines[i][t - 1];
                targets[i * steps + t] = lines[i][t];
                mask[i * steps + t] = 1;
            }
        }

        var device = previous.weight!.device;
        long[] shape = [lines.Count, steps];
        var logProbabilities = call(tensor(before, shape).to(device)).log_softmax(2);
        var chosen = logProbabilities.gather(2, tensor(targets, shape).to(device).unsqueeze(2)).squeeze(2);
        return -(chosen * tensor(mask, shape).to(device)).sum(dim: 1);
    }
}
