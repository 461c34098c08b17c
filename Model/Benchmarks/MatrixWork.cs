using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Benchmarks;

/// <summary>What the matrices of a network cost in one step of an episode, by count.</summary>
internal sealed class MatrixWork
{
    private readonly double fast;
    private readonly double slow;
    private readonly double foldAfter;

    /// <summary>Counts the weights of fast layers, and those of the slow trunk before them.</summary>
    public MatrixWork(NetworkPlan plan)
    {
        NetworkGraph graph = new(plan);
        foldAfter = graph.FoldAfter;
        slow = Count(plan.Ops.Take(graph.TrunkLength));
        fast = Count(plan.Ops.Skip(graph.TrunkLength));
    }

    /// <summary>Elements of all matrices.</summary>
    public long Weights => (long)(fast + slow);

    /// <summary>
    /// Products of matrices with vectors, which read: of a fast weight 4 operations and two reads; for exact MAML the same again with
    /// tangents, and 4 with its adjoint, which is read once in so many steps. Of a slow one 2 and one read, for many steps at once where
    /// the targets are known; for exact MAML twice.
    /// </summary>
    public MatrixPass Products(BenchmarkPhase phase) => phase switch
    {
        BenchmarkPhase.Maml => new(12 * fast + 4 * slow, fast * (16 + 4 / foldAfter) + slow * 8 / FastNetwork<float>.BlockLength),
        BenchmarkPhase.Reptile => new(4 * fast + 2 * slow, fast * 8 + slow * 4 / FastNetwork<float>.BlockLength),
        _ => new(4 * fast + 2 * slow, fast * 8 + slow * 4),
    };

    /// <summary>
    /// Outer products added to matrices, which read and write once in so many steps: of a fast weight 2 operations; for exact MAML these,
    /// the same backwards, and two outer products for its adjoint. Of a slow one 2, for exact MAML only: its gradient.
    /// </summary>
    public MatrixPass Updates(BenchmarkPhase phase) => phase == BenchmarkPhase.Maml
        ? new(8 * fast + 2 * slow, fast * 24 / foldAfter + slow * 8 / FastNetwork<float>.BlockLength)
        : new(2 * fast, fast * 8 / foldAfter);

    /// <summary>Of both.</summary>
    public double Operations(BenchmarkPhase phase) => Products(phase).Operations + Updates(phase).Operations;

    private static double Count(IEnumerable<Op> ops) => ops.Where(o => o.Kind == OpKind.Linear).Sum(o => (double)o.Size * o.InputSize);
}
