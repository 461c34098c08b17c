using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Meta;

/// <summary>Which meta-gradient.</summary>
public enum MetaAlgorithm
{
    /// <summary><c>theta_0 - theta_T</c> (Nichol et al. 2018, arXiv:1803.02999). No gradient for rates.</summary>
    Reptile,

    /// <summary><c>sum_t g_t</c>. With one fixed rate it is parallel to Reptile's. No gradient for rates.</summary>
    Fomaml,

    /// <summary>The exact gradient of <c>J = sum_t L_t</c> with respect to theta_0 and the rates (Finn et al. 2017, arXiv:1703.03400).</summary>
    Maml,
}

/// <summary>How a meta-gradient is computed.</summary>
/// <param name="Algorithm">Which one.</param>
/// <param name="Truncation">
/// MAML only: the adjoint is reset to 0 at every multiple of so many steps, so that second-order terms reach back at
/// most so far; 0 means all T steps.
/// </param>
/// <param name="Clip">Each episode's meta-gradient is scaled down to this Euclidean norm before the mean is taken; infinity means never.</param>
public readonly record struct MetaMethod(MetaAlgorithm Algorithm, int Truncation = 0, float Clip = float.PositiveInfinity);

/// <summary>Episodes of one meta-batch: targets <c>[Count, Steps]</c> row-major (0 or 1, or bytes), steps used of each.</summary>
/// <param name="Count">Number of episodes B.</param>
/// <param name="Steps">T of the layout.</param>
/// <param name="Targets"><c>[B, T]</c>.</param>
/// <param name="Lengths"><c>[B]</c>, 1 to T.</param>
/// <param name="Chances">
/// <c>[B, T]</c>, the chance in 255ths with which each target was drawn as 1, or null. Where it is given, FOMAML and exact MAML
/// differentiate the expectation of every step's loss over its own bit: over all draws the mean is the same, and the scatter of
/// each step's own draw is gone (Rao-Blackwell for every step, given those before; usually, not always, for their sum). What is learned in the inner loop, and the nats that are reported, are those of the drawn bits.
/// </param>
public sealed record EpisodeBatch(int Count, int Steps, byte[] Targets, int[] Lengths, byte[]? Chances = null)
{
    /// <summary>Whether a network can take these episodes.</summary>
    /// <exception cref="ArgumentException">Names what is wrong.</exception>
    internal void Check(NetworkPlan plan)
    {
        Expect("steps", Steps, plan.Layout.Steps);
        Expect("targets", Targets.Length, checked(Count * Steps));
        Expect("lengths", Lengths.Length, Count);
        if (Count < 1 || Lengths.AsSpan().ContainsAnyExceptInRange(1, Steps))
        {
            throw new ArgumentException($"batch: expected at least 1 episode and lengths of 1 to {Steps}");
        }

        if (Chances is not null)
        {
            Expect("logits, where targets have chances", plan.LogitCount, 1);
            Expect("chances", Chances.Length, Targets.Length);
        }
    }

    /// <summary>Names a length that is not the expected one.</summary>
    internal static void Expect(string name, int found, int expected)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name}: expected {expected} elements, found {found}");
        }
    }
}

/// <summary>
/// Runs inner loops. One interface for every device: the same meta vector in, the same numbers out (up to rounding).
/// The order of every reduction is fixed, so results do not depend on the number of threads.
/// </summary>
public interface IMetaEngine : IDisposable
{
    /// <summary>Name of the device, for people: threads, vector width, GPU.</summary>
    string Description { get; }

    /// <summary>The mean over the episodes of their (clipped) meta-gradients.</summary>
    /// <param name="meta">The meta vector <c>[Table.Length]</c>.</param>
    /// <param name="batch">The episodes.</param>
    /// <param name="method">Which gradient, and the clip.</param>
    /// <param name="gradient">Out: <c>[Table.Length]</c>, the mean. Episodes whose gradient is not finite count as 0.</param>
    /// <param name="nll">Out: <c>[B]</c>, nats of each episode, the sum over its steps of the loss before the step.</param>
    /// <param name="norms">Out: <c>[B]</c>, norm of each episode's meta-gradient before the clip; NaN if it was not finite.</param>
    void Gradient(ReadOnlySpan<float> meta, EpisodeBatch batch, MetaMethod method, Span<float> gradient, Span<double> nll, Span<double> norms);

    /// <summary>Inner loops only.</summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="batch">The episodes.</param>
    /// <param name="nll">Out: <c>[B]</c> nats of each episode.</param>
    /// <param name="stepNll">Out: <c>[B, T]</c> nats of each step, 0 after an episode's end; or empty.</param>
    void Evaluate(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Span<float> stepNll = default);
}
