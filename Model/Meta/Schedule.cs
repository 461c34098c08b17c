using System.Text.Json.Serialization;

namespace ReptileGen.Model.Meta;

/// <summary>How the outer rate falls after the hold.</summary>
public enum Decay
{
    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Half a cosine.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,

    /// <summary>A straight line.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,
}

/// <summary>
/// The length of a run and the factor of its outer rates: a straight line up over the warm-up steps, 1 until the share
/// <paramref name="Hold"/> of the run is done, then down to <paramref name="Floor"/> at its end. The length is a number
/// of steps or, if that is null, a training time; a run by time anneals whatever the machine's speed, a run by steps
/// is the same on every machine, bit for bit.
/// </summary>
/// <param name="Steps">Length in steps, or null.</param>
/// <param name="Minutes">Length in minutes of training, over all resumptions; used if <paramref name="Steps"/> is null.</param>
/// <param name="Warmup">Warm-up steps.</param>
/// <param name="Decay">How the factor falls.</param>
/// <param name="Hold">Share of the run before it falls, 0 to 1.</param>
/// <param name="Floor">The factor at the end, 0 to 1.</param>
public sealed record ScheduleSpec(
    long? Steps = null,
    double? Minutes = null,
    int Warmup = 50,
    Decay Decay = Decay.Cosine,
    double Hold = 0.1,
    double Floor = 0.02)
{
    /// <summary>The share of the run that is done, 0 to 1.</summary>
    /// <param name="steps">Steps made.</param>
    /// <param name="seconds">Seconds trained.</param>
    public double Progress(long steps, double seconds) =>
        Math.Min(1, Steps is long all ? (double)steps / all : seconds / 60 / Minutes!.Value);

    /// <summary>The factor of the outer rates for the step that follows <paramref name="steps"/> others.</summary>
    /// <param name="steps">Steps made before.</param>
    /// <param name="progress">Share of the run done before, 0 to 1.</param>
    public double Factor(long steps, double progress)
    {
        double warm = Math.Min(1, (steps + 1.0) / Math.Max(1, Warmup));
        double fall = Math.Clamp((progress - Hold) / Math.Max(1e-9, 1 - Hold), 0, 1);
        return warm * Decay switch
        {
            Decay.Cosine => Floor + (1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * fall)),
            Decay.Linear => Floor + (1 - Floor) * (1 - fall),
            _ => 1,
        };
    }
}
