using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Runs;

/// <summary>Means over the outer steps since the last line of the log.</summary>
internal sealed class LogMeans
{
    private int finite, steps;
    private double nats, norm, scale;

    public void Add(OuterStep step)
    {
        steps++;
        norm += step.Norm;
        scale = step.Scale;
        if (double.IsFinite(step.Nats))
        {
            finite++;
            nats += step.Nats;
        }
    }

    /// <summary>The line, or null if nothing finite was seen; starts anew.</summary>
    public LogLine? Take(RunFacts facts)
    {
        LogLine? line = finite == 0 ? null : new LogLine(
            "train", facts.Steps, facts.Episodes, Math.Round(facts.Seconds, 3), nats / finite, null, scale, norm / steps, facts.Lost);
        (finite, steps, nats, norm) = (0, 0, 0, 0);
        return line;
    }
}
