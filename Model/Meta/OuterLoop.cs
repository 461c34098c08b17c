using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Meta;

/// <summary>What one outer step did.</summary>
/// <param name="Nats">Mean loss of the batch's finite episodes before the step, nats per episode.</param>
/// <param name="Norm">Norm of the mean meta-gradient.</param>
/// <param name="Scale">Factor of the outer rates.</param>
public readonly record struct OuterStep(double Nats, double Norm, double Scale);

/// <summary>Meta-learning on one screen: feed episodes, ask the teachers if there are any, follow their meta-gradient, watch over the numbers.</summary>
/// <param name="engine">Runs the inner loops.</param>
/// <param name="feed">Training episodes.</param>
/// <param name="meta">The meta vector; every step changes it.</param>
/// <param name="method">Which meta-gradient (its clip is set by <paramref name="clip"/>).</param>
/// <param name="optimizer">The outer step.</param>
/// <param name="clip">Bounds single episodes.</param>
/// <param name="guard">Stops a run that diverges.</param>
/// <param name="teachers">Change the chances of the targets; or null.</param>
public sealed class OuterLoop(
    IMetaEngine engine, EpisodeFeed feed, float[] meta, MetaMethod method, Optimizer optimizer, EpisodeClip clip, DivergenceGuard guard, Teachers? teachers = null)
{
    private readonly float[] gradient = new float[meta.Length];
    private readonly double[] nll = new double[feed.Batch.Count];
    private readonly double[] norms = new double[feed.Batch.Count];

    /// <summary>One outer step.</summary>
    /// <param name="scale">Factor of the outer rates, from the schedule.</param>
    /// <param name="share">Of the teachers, see <see cref="Teachers.Teach"/>.</param>
    /// <exception cref="DivergedException">The run diverged.</exception>
    public OuterStep Step(double scale, double share = 1)
    {
        long position = feed.Position;
        EpisodeBatch batch = feed.Next();
        teachers?.Teach(batch, share, position);
        engine.Gradient(meta, batch, method with { Clip = clip.Limit }, gradient, nll, norms);
        clip.Observe(norms);
        double nats = guard.Observe(nll, norms);
        double norm = optimizer.Step(meta, gradient, scale);
        DivergenceGuard.Check(meta);
        DivergenceGuard.Check(optimizer.Mean, "momentum of the gradient");
        DivergenceGuard.Check(optimizer.Square, "mean square of the gradient");
        return new OuterStep(nats, norm, scale);
    }

    /// <summary>Nats of an episode of a layout under a uniform guess: T ln 2 for bits, T ln 256 for bytes.</summary>
    public static double GuessingCost(NetworkPlan plan) =>
        plan.Layout.Steps * Math.Log(plan.LogitCount == 1 ? 2 : plan.LogitCount);
}
