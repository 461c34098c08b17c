using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>The outer loop that all few-shot experiments share.</summary>
internal static class OuterLoop
{
    /// <summary>Trains a learner; an <see cref="Untrained"/> one stays as it is.</summary>
    /// <param name="learner">Makes the outer steps.</param>
    /// <param name="iterations">How many.</param>
    /// <param name="draw">The episodes of one step.</param>
    /// <param name="observe">Called about 100 times with the iteration and the mean error since the last call.</param>
    /// <param name="token">Ends the training early with an exception.</param>
    /// <returns>Seconds.</returns>
    public static double Train(Learner learner, int iterations, Func<EpisodeBatch> draw, Action<int, double> observe, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        var every = Math.Max(1, iterations / 100);
        var sum = 0.0;
        for (var i = 0; i < iterations && learner is not Untrained; i++)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            sum += learner.Step(draw(), (double)i / iterations);
            if ((i + 1) % every != 0)
                continue;
            observe(i + 1, sum / every);
            sum = 0;
        }

        return clock.Elapsed.TotalSeconds;
    }
}
