using System.Diagnostics;
using System.Runtime;

namespace ReptileGen.Model.Benchmarks;

/// <summary>Times of the rounds of one measurement.</summary>
/// <param name="Rounds">How many counted.</param>
/// <param name="Best">Seconds of the fastest round.</param>
/// <param name="Median">Seconds of the middle one.</param>
/// <param name="Slowest">Seconds of the slowest one.</param>
internal sealed record Timing(int Rounds, double Best, double Median, double Slowest)
{
    private const int LeastRounds = 3;

    /// <summary>A round that is faster than all before by more than this share ends the warm-up anew.</summary>
    private const double Jump = 0.05;

    /// <summary>
    /// Repeats the work until rounds have counted for so many seconds. The first so many seconds are warm-up. So is everything up to
    /// and with a round during which the runtime compiled something (at first methods are compiled quickly and badly, what is
    /// called often is compiled again later), or that is faster than all before by more than 5 %.
    /// </summary>
    /// <param name="work">The work of a round.</param>
    /// <param name="seconds">Least time of the warm-up and of the rounds that count, which are three at least.</param>
    /// <param name="cancel">Stops between two rounds.</param>
    public static Timing Of(Action work, double seconds, CancellationToken cancel) => Of(seconds, cancel, () =>
    {
        long compiled = JitInfo.GetCompiledMethodCount(), start = Stopwatch.GetTimestamp();
        work();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, JitInfo.GetCompiledMethodCount() != compiled);
    });

    /// <summary>The same with rounds that tell how long they took and whether something was compiled meanwhile.</summary>
    internal static Timing Of(double seconds, CancellationToken cancel, Func<(double Seconds, bool Compiled)> round)
    {
        List<double> times = [];
        double best = double.PositiveInfinity, spent = 0;
        while (times.Count < LeastRounds || times.Sum() < seconds)
        {
            cancel.ThrowIfCancellationRequested();
            (double time, bool compiled) = round();
            if (compiled || spent < seconds || time < (1 - Jump) * best)
            {
                times.Clear();
            }
            else
            {
                times.Add(time);
            }

            best = Math.Min(best, time);
            spent += time;
        }

        times.Sort();
        return new Timing(times.Count, times[0], times[times.Count / 2], times[^1]);
    }
}
