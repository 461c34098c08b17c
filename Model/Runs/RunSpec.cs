using System.Globalization;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Runs;

/// <summary>Which data a run learns.</summary>
/// <param name="Dataset">Name of a packed dataset.</param>
/// <param name="Protocol">How gray images become bits; texts have none.</param>
public sealed record DataSpec(string Dataset, Protocol Protocol = Protocol.Dynamic);

/// <summary>Which meta-gradient a run follows.</summary>
/// <param name="Algorithm">Reptile, FOMAML or exact MAML.</param>
/// <param name="Truncation">See <see cref="MetaMethod.Truncation"/>.</param>
/// <param name="EpisodeClip">See <see cref="Meta.EpisodeClip"/>; null means none.</param>
/// <param name="Expected">
/// FOMAML and exact MAML on images: the loss of each pixel in the outer loop is its expectation over the random bit, which the
/// gray value gives; see <see cref="EpisodeBatch.Chances"/>. Nothing else where bits are made by threshold.
/// </param>
/// <param name="Teachers">With <paramref name="Expected"/>: models (names, files, folders of runs) whose mean prediction stands for the gray value; null for none. See <see cref="Evaluation.Teachers"/>.</param>
/// <param name="TeacherShare">How much of it is theirs at the end of the run, 0 to 1, falling to that evenly from 1; the rest is the gray value's.</param>
public sealed record MethodSpec(
    MetaAlgorithm Algorithm = MetaAlgorithm.Maml,
    int Truncation = 0,
    double? EpisodeClip = 3,
    bool Expected = false,
    IReadOnlyList<string>? Teachers = null,
    double TeacherShare = 1)
{
    /// <summary>The teachers' share when so much of the run is done, 0 to 1.</summary>
    public double TeacherShareAt(double done) => 1 - (1 - TeacherShare) * Math.Clamp(done, 0, 1);

    /// <summary>The method in some words, for people.</summary>
    internal string Name =>
        Algorithm.ToString().ToLowerInvariant() + (Expected ? " of the expected loss" : "") + (Teachers is null ? "" : $", taught by {string.Join(" and ", Teachers)}");
}


/// <summary>The evaluations during a run, on validation data with fixed bits.</summary>
/// <param name="Every">Steps between them.</param>
/// <param name="Episodes">Validation episodes of each, spread evenly over the split.</param>
/// <param name="Seed">Of their random bits.</param>
public sealed record EvaluationSpec(int Every = 500, int Episodes = 1000, ulong Seed = 11);

/// <summary>Everything that decides what a run does. Pure data (JSON); a checkpoint carries it whole.</summary>
/// <param name="Name">The preset's name; commands and files call the model so.</param>
/// <param name="Network">The fast-weight network and its inner step.</param>
/// <param name="Data">The episodes.</param>
/// <param name="Method">The meta-gradient.</param>
/// <param name="Optimizer">The outer step.</param>
/// <param name="Schedule">The length of the run and its rates.</param>
/// <param name="Evaluation">What is measured on the way.</param>
/// <param name="MetaBatch">Episodes of an outer step.</param>
/// <param name="Seed">Of everything random in the run: first weights, order of the episodes, their bits.</param>
public sealed record RunSpec(
    string Name,
    NetworkSpec Network,
    DataSpec Data,
    MethodSpec Method,
    OptimizerSpec Optimizer,
    ScheduleSpec Schedule,
    EvaluationSpec Evaluation,
    int MetaBatch = 10,
    ulong Seed = 1)
{
    /// <summary>Checks everything but the network, which <see cref="NetworkPlan"/> checks.</summary>
    /// <exception cref="ArgumentException">Names the field, what was expected and what was found.</exception>
    public void Validate()
    {
        Check(!string.IsNullOrWhiteSpace(Name), "name", "a name", Name);
        Check(!string.IsNullOrWhiteSpace(Data.Dataset), "data.dataset", "a name", Data.Dataset);
        Check(MetaBatch is >= 1 and <= 65536, "meta_batch", "1 to 65536", MetaBatch);
        Check(Method.Truncation >= 0, "method.truncation", "0 or more", Method.Truncation);
        Check(Positive(Method.EpisodeClip ?? 1), "method.episode_clip", "above 0, or null", Method.EpisodeClip);
        Check(!Method.Expected || Network.Step.LogitBound is <= 16, "network.step.logit_bound", "at most 16 with method.expected: beyond, p - 1 may round to 0", Network.Step.LogitBound?.ToString(CultureInfo.InvariantCulture) ?? "null");
        Check(
            !Method.Expected || (Network.Head == Head.Bernoulli && Method.Algorithm != MetaAlgorithm.Reptile),
            "method.expected",
            "false, or a network of bits and maml or fomaml",
            $"true with a {Network.Head.ToString().ToLowerInvariant()} head and {Method.Algorithm.ToString().ToLowerInvariant()}");
        Check(Method.Teachers is null || (Method.Expected && Method.Teachers.Count > 0), "method.teachers", "null, or one model or more and method.expected", Method.Expected ? "[]" : "method.expected false");
        Check(Method.Teachers?.Any(string.IsNullOrWhiteSpace) != true, "method.teachers", "names of models", "an empty one");
        Check(Method.TeacherShare is >= 0 and <= 1, "method.teacher_share", "0 to 1", Method.TeacherShare);
        Check(Evaluation.Every >= 1, "evaluation.every", "1 or more steps", Evaluation.Every);
        Check(Evaluation.Episodes >= 1, "evaluation.episodes", "1 or more", Evaluation.Episodes);
        ValidateOptimizer();
        ValidateSchedule();
    }

    /// <summary>The training episodes of the run, from an episode on.</summary>
    /// <param name="training">The training split.</param>
    /// <param name="position">Episodes fed before.</param>
    public EpisodeFeed Feed(IEpisodeSource training, long position = 0) => new(training, Seed, MetaBatch, position, Method.Expected);

    /// <summary>Whether another run has the same network, whatever else differs.</summary>
    public bool HasNetworkOf(RunSpec other) => SpecJson.Write(this with { Network = other.Network }) == SpecJson.Write(this);

    private void ValidateOptimizer()
    {
        Check(Positive(Optimizer.Rate), "optimizer.rate", "above 0", Optimizer.Rate);
        Check(Optimizer.LogRateRate >= 0 && double.IsFinite(Optimizer.LogRateRate), "optimizer.log_rate_rate", "0 or more", Optimizer.LogRateRate);
        Check(Optimizer.FactorRate >= 0 && double.IsFinite(Optimizer.FactorRate), "optimizer.factor_rate", "0 or more", Optimizer.FactorRate);
        Check((float)Optimizer.Beta1 is >= 0 and < 1, "optimizer.beta1", "0 to below 1", Optimizer.Beta1);
        Check((float)Optimizer.Beta2 is >= 0 and < 1, "optimizer.beta2", "0 to below 1", Optimizer.Beta2);
        Check(Positive((float)Optimizer.Epsilon), "optimizer.epsilon", "above 0", Optimizer.Epsilon);
        Check(Positive(Optimizer.GradientClip ?? 1), "optimizer.gradient_clip", "above 0, or null", Optimizer.GradientClip);
        Check(Optimizer.Average is >= 0 and < 1, "optimizer.average", "0 to below 1", Optimizer.Average);
        Check((float)Optimizer.Momentum is >= 0 and < 1, "optimizer.momentum", "0 to below 1", Optimizer.Momentum);
    }

    private void ValidateSchedule()
    {
        Check(Schedule.Steps is not < 1, "schedule.steps", "1 or more, or null", Schedule.Steps);
        Check(Schedule.Minutes is null || Positive(Schedule.Minutes.Value), "schedule.minutes", "above 0, or null", Schedule.Minutes);
        Check(Schedule.Steps is not null || Schedule.Minutes is not null, "schedule", "steps or minutes", "neither");
        Check(Schedule.Steps is null || Schedule.Minutes is null, "schedule", "steps or minutes and the other null", "both");
        Check(Schedule.Warmup >= 0, "schedule.warmup", "0 or more steps", Schedule.Warmup);
        Check(Schedule.Hold is >= 0 and <= 1, "schedule.hold", "0 to 1", Schedule.Hold);
        Check(Schedule.Floor is >= 0 and <= 1, "schedule.floor", "0 to 1", Schedule.Floor);
    }

    private static bool Positive(double value) => value > 0 && double.IsFinite(value);

    private static void Check(bool holds, string field, string expected, object? found)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field}: expected {expected}, found {found}"));
        }
    }
}
