using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines.Text;

/// <summary>Trains a <see cref="TextLstm"/> with Adam, and ends with the weights that were best on the validation lines.</summary>
/// <param name="model">What is trained.</param>
/// <param name="seed">Of the order of the lines.</param>
public sealed class TextLstmTrainer(TextLstm model, ulong seed)
{
    private const int BatchSize = 16, EvaluationBatch = 100;
    private const double Rate = 3e-3;

    /// <summary>Steps of a training.</summary>
    public static int Steps(int lines, int epochs) => (lines + BatchSize - 1) / BatchSize * epochs;

    /// <summary>Trains; the step size falls to 0 along half a cosine.</summary>
    /// <param name="train">Lines to learn.</param>
    /// <param name="validation">Lines to choose by, after every pass.</param>
    /// <param name="epochs">Passes over the training lines.</param>
    /// <param name="done">Called with the number of steps made.</param>
    /// <param name="token">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(byte[][] train, byte[][] validation, int epochs, Action<int> done, CancellationToken token)
    {
        using var optimizer = optim.Adam(model.parameters(), Rate);
        var random = new RandomStream(seed, "baseline/text-lstm/order");
        var order = Enumerable.Range(0, train.Length).ToArray();
        var step = 0;
        var best = double.PositiveInfinity;
        List<Tensor> kept = [];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            for (var first = 0; first < order.Length; first += BatchSize)
            {
                token.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.Anneal(Rate, (double)step / Steps(train.Length, epochs));
                var lines = order[first..Math.Min(order.Length, first + BatchSize)].Select(i => train[i]).ToArray();
                optimizer.zero_grad();
                (model.Nats(lines).sum() / lines.Sum(line => line.Length)).backward();
                optimizer.step();
                done(++step);
            }

            var nats = Nats(model, validation, token).Average();
            if (nats < best)
            {
                best = nats;
                kept.ForEach(t => t.Dispose());
                kept = [.. model.parameters().Select(p => p.detach().clone())];
            }
        }

        using var mode = no_grad();
        foreach (var (parameter, value) in model.parameters().Zip(kept))
        {
            parameter.copy_(value);
            value.Dispose();
        }
    }

    /// <summary>Negative log-likelihood of every line, in nats.</summary>
    public static double[] Nats(TextLstm model, byte[][] lines, CancellationToken token = default)
    {
        using var mode = no_grad();
        return [.. lines.Chunk(EvaluationBatch).SelectMany(chunk =>
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            return model.Nats(chunk).to(ScalarType.Float64).cpu().data<double>().ToArray();
        })];
    }
}
