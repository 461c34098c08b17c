using System.Diagnostics;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>What an epoch of training ended with.</summary>
/// <param name="Epoch">From 1; 0 is the model that training began with, if that was trained before.</param>
/// <param name="Training">Mean nats per image while training, of the loss that it follows (<see cref="BaselineTraining.Expected"/>); 0 in epoch 0.</param>
/// <param name="Validation">Mean nats per image on the same 2,000 images of the validation split every time (all, if there are fewer).</param>
/// <param name="Seconds">Since the start.</param>
/// <param name="IsBest">The lowest validation so far.</param>
public sealed record EpochResult(int Epoch, double Training, double Validation, double Seconds, bool IsBest);

/// <summary>Trains a baseline, with fresh bits in every pass, and keeps the weights with the best validation likelihood.</summary>
/// <param name="model">What is trained.</param>
/// <param name="training">How; what goes on from trained weights leaves the output bias alone, and goes on with the orders of the images.</param>
public sealed class BaselineTrainer(Baseline model, BaselineTraining training)
{
    private const int StartImages = 5000, ValidationImages = 2000;

    /// <summary>Runs all epochs, or for the minutes that are given: the step size falls to 0 over them.</summary>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images to choose by.</param>
    /// <param name="observe">Called after every epoch.</param>
    /// <param name="token">Ends training after the current step; the best weights so far stay.</param>
    public void Run(BinaryImages train, BinaryImages validation, Action<EpochResult> observe, CancellationToken token)
    {
        using var optimizer = optim.AdamW(model.parameters(), training.Rate, weight_decay: training.WeightDecay);
        var random = new RandomStream(training.Seed ?? model.Spec.Seed, "baseline/order");
        var clock = Stopwatch.StartNew();
        var device = model.parameters().First().device;
        var order = Enumerable.Range(0, train.Count).ToArray();
        if (order.Length < training.BatchSize)
            throw new UserException($"{model.Spec.Name}: expected at least {training.BatchSize} training images, a batch, found {order.Length}");
        var best = double.PositiveInfinity;
        if (training.From is not null)
        {
            best = Validate(validation, 0);
            observe(new EpochResult(0, 0, best, clock.Elapsed.TotalSeconds, true));
        }
        else
        {
            using var sample = train.Batch(order.AsSpan(0, Math.Min(StartImages, order.Length)), 0, device);
            model.StartAt(sample.mean([0]));
        }

        var progress = 0.0;
        for (var before = 0; before < training.EpochsBefore; before++)
            random.Shuffle(order.AsSpan());
        for (var epoch = 1; progress < 1 && !token.IsCancellationRequested; epoch++)
        {
            random.Shuffle(order.AsSpan());
            double sum = 0;
            var steps = 0;
            for (var first = 0; first + training.BatchSize <= order.Length && progress < 1 && !token.IsCancellationRequested; first += training.BatchSize)
            {
                using var scope = NewDisposeScope();
                optimizer.Anneal(training.Rate, progress);
                var batch = order.AsSpan(first, training.BatchSize);
                var bits = train.Batch(batch, training.EpochsBefore + epoch, device);
                sum += model.Gradients(bits, training.Expected ? train.Chances(batch, device) : bits);
                optimizer.step();
                steps++;
                progress = training.Minutes is { } limit
                    ? clock.Elapsed.TotalMinutes / limit
                    : (epoch - 1 + (double)(first + training.BatchSize) / order.Length) / training.Epochs;
            }

            if (training.Minutes is null && epoch == training.Epochs)
                progress = 1;
            var nats = Validate(validation, epoch);
            observe(new EpochResult(epoch, sum / Math.Max(steps, 1), nats, clock.Elapsed.TotalSeconds, nats < best));
            best = Math.Min(best, nats);
        }
    }

    private double Validate(BinaryImages validation, int epoch)
    {
        var nats = BaselineEvaluator.Run(model, validation, Math.Min(validation.Count, ValidationImages)).NatsPerImage;
        return double.IsFinite(nats)
            ? nats
            : throw new UserException($"{model.Spec.Name}: the validation likelihood is not finite after epoch {epoch}: lower --rate (now {training.Rate})");
    }
}
