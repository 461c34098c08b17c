using System.Diagnostics;
using ReptileGen.Model.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>The likelihood of images: mean nats per image and its standard error.</summary>
/// <param name="Nats">Of each image, in the order of the data.</param>
/// <param name="NatsPerImage">Mean.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="BitsPerDim">Mean bits per pixel.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record BaselineLikelihood(double[] Nats, double NatsPerImage, double StandardError, double BitsPerDim, double Seconds);

/// <summary>Measures the likelihood of a split.</summary>
public static class BaselineEvaluator
{
    private const int BatchSize = 100;

    /// <summary>Evaluates images spread evenly over the split, with the bits of pass 0.</summary>
    public static BaselineLikelihood Run(Baseline model, BinaryImages images, int count, CancellationToken token = default)
    {
        var clock = Stopwatch.StartNew();
        var device = model.parameters().First().device;
        var nats = new List<double>(count);
        for (var first = 0; first < count; first += BatchSize)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var indices = Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(i => (int)((long)i * images.Count / count)).ToArray();
            nats.AddRange(model.Nats(images.Batch(indices, 0, device)).to(ScalarType.Float64).cpu().data<double>().ToArray());
        }

        var (mean, error) = MeanEstimate.Of(nats);
        return new BaselineLikelihood([.. nats], mean, error, mean / model.Spec.Pixels / Math.Log(2), clock.Elapsed.TotalSeconds);
    }
}
