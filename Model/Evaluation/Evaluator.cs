using System.Diagnostics;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Evaluation;

/// <summary>
/// Measures the likelihood of episodes: the sum over the steps of the loss before each step, which is the exact negative
/// log-probability of the sequence under the model that samples it.
/// </summary>
public static class Evaluator
{
    private const int BatchSize = 256;

    /// <summary>Runs the inner loop of one model on some episodes of a source, see <see cref="Evaluate(IReadOnlyList{EnsembleMember}, IEpisodeSource, int, Action{int}, CancellationToken)"/>.</summary>
    public static EvaluationResult Evaluate(
        IMetaEngine engine, float[] meta, IEpisodeSource source, int episodes, Action<int>? done = null, CancellationToken cancel = default) =>
        Evaluate([new EnsembleMember(engine, meta)], source, episodes, done, cancel);

    /// <summary>Runs the inner loops of one or several models on some episodes of a source.</summary>
    /// <param name="members">At least one; of several the mean prediction is measured, see <see cref="EnsembleMember"/>.</param>
    /// <param name="source">The episodes; their random bits are those of pass 0.</param>
    /// <param name="episodes">How many, spread evenly over the source: number i is <c>i * count / episodes</c>.</param>
    /// <param name="done">Called with the number of episodes done, after each batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">More or fewer episodes than there are.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationResult Evaluate(
        IReadOnlyList<EnsembleMember> members, IEpisodeSource source, int episodes, Action<int>? done = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(episodes, source.Count);
        int steps = source.Layout.Steps;
        double[] nll = new double[episodes], positions = new double[steps];
        int[] lengths = new int[episodes], reached = new int[steps];
        float[] stepNll = new float[Math.Min(BatchSize, episodes) * steps];
        Stopwatch watch = Stopwatch.StartNew();
        for (int first = 0; first < episodes; first += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            EpisodeBatch batch = EpisodeFeed.NewBatch(source, Math.Min(BatchSize, episodes - first));
            for (int b = 0; b < batch.Count; b++)
            {
                int index = (int)((long)(first + b) * source.Count / episodes);
                batch.Lengths[b] = source.Read(index, 0, batch.Targets.AsSpan(b * steps, steps));
            }

            EnsembleMember.Evaluate(members, batch, nll.AsSpan(first, batch.Count), stepNll.AsSpan(0, batch.Count * steps));
            batch.Lengths.CopyTo(lengths, first);
            AddPositions(batch, nll.AsSpan(first), stepNll, positions, reached);
            done?.Invoke(first + batch.Count);
        }

        for (int t = 0; t < steps; t++)
        {
            positions[t] /= Math.Max(1, reached[t]);
        }

        return new EvaluationResult(nll, lengths, positions, watch.Elapsed.TotalSeconds);
    }

    private static void AddPositions(EpisodeBatch batch, ReadOnlySpan<double> nll, float[] stepNll, double[] positions, int[] reached)
    {
        for (int b = 0; b < batch.Count; b++)
        {
            for (int t = 0; double.IsFinite(nll[b]) && t < batch.Lengths[b]; t++)
            {
                positions[t] += stepNll[b * batch.Steps + t];
                reached[t]++;
            }
        }
    }
}
