using System.Reflection;

namespace ReptileGen.Model.Runs;

/// <summary>One evaluation on validation data during a run.</summary>
/// <param name="Step">Outer steps made before it.</param>
/// <param name="Nats">Mean nats per episode.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="Episodes">How many were evaluated.</param>
/// <param name="Lost">How many of them were not finite and are left out of the mean.</param>
public sealed record EvaluationPoint(long Step, double Nats, double StandardError, int Episodes, int Lost);

/// <summary>The model that a run began with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Episodes">Training episodes that it had seen, over all runs before.</param>
/// <param name="Commit">Source revision of the program that wrote it.</param>
public sealed record RunOrigin(string Name, long Episodes, string Commit);

/// <summary>Where a run stands; every model file carries it as JSON.</summary>
/// <param name="Steps">Outer steps made.</param>
/// <param name="Episodes">Training episodes seen: the cursor of the <see cref="Episodes.EpisodeFeed"/>.</param>
/// <param name="Seconds">Seconds trained, evaluations included.</param>
/// <param name="Lost">Training episodes that were not finite.</param>
/// <param name="MeanLoss">Running mean of the training loss, nats per episode.</param>
/// <param name="UsualNorm">State of the <see cref="Meta.EpisodeClip"/>.</param>
/// <param name="Evaluations">All so far, oldest first.</param>
/// <param name="Commit">Source revision of the program that wrote the file.</param>
/// <param name="From">The model that the run began with; null if with random weights.</param>
/// <param name="Data">SHA-256 of the training data; null in files written before it was kept.</param>
/// <param name="Teachers">SHA-256 of the meta vector of each model that taught, by the name it was given; null if none did, or in files written before it was kept.</param>
/// <param name="Blowups">See <see cref="Meta.DivergenceGuard.Blowups"/>; null in files of runs begun before it was counted.</param>
public sealed record RunFacts(
    long Steps,
    long Episodes,
    double Seconds,
    long Lost,
    double MeanLoss,
    double UsualNorm,
    IReadOnlyList<EvaluationPoint> Evaluations,
    string Commit,
    RunOrigin? From = null,
    string? Data = null,
    IReadOnlyDictionary<string, string>? Teachers = null,
    long? Blowups = null)
{
    /// <summary>A run before its first step.</summary>
    public static RunFacts Start { get; } = new(0, 0, 0, 0, 0, 0, [], CurrentCommit(), Blowups: 0);

    /// <summary>The evaluation with the least loss among those where every episode was finite, or null.</summary>
    public EvaluationPoint? Best() => Evaluations.Where(e => e.Lost == 0).MinBy(e => e.Nats);

    /// <summary>Training episodes seen in this run and those that it goes back to.</summary>
    public long AllEpisodes() => Episodes + (From?.Episodes ?? 0);

    /// <summary>What went wrong with single episodes, in words; empty if nothing did.</summary>
    public string Accidents() => string.Join(", ", new[]
    {
        Lost > 0 ? FormattableString.Invariant($"{Lost:N0} {(Lost == 1 ? "episode" : "episodes")} not finite") : "",
        Blowups > 0 ? FormattableString.Invariant($"{Blowups:N0} finite {(Blowups == 1 ? "episode" : "episodes")} above the cost of guessing") : "",
    }.Where(words => words.Length > 0));

    /// <summary>The source revision that the build wrote into this assembly, <c>unknown</c> outside a repository.</summary>
    public static string CurrentCommit()
    {
        string version = typeof(RunFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "unknown" : version[(plus + 1)..];
    }
}
