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

    /// <summary>Floating-point operations. A slow weight costs a multiply-add forwards and, in training, two backwards.</summary>
    public double Operations(BenchmarkPhase phase) => phase == BenchmarkPhase.Maml ? 20 * fast + 6 * slow : 6 * fast + 2 * slow;

    /// <summary>
    /// Bytes read and written. Of a fast weight: two reads, and a read and a write once in so many steps; for exact MAML
    /// the same again, and two reads and a write of its adjoint once in so many steps. Of a slow one: one read, for many
    /// steps at once where the targets are known; for exact MAML two, and a read and a write of its gradient.
    /// </summary>
    public double Bytes(BenchmarkPhase phase) => phase switch
    {
        BenchmarkPhase.Maml => fast * (16 + 28 / foldAfter) + slow * 16 / FastNetwork<float>.BlockLength,
        BenchmarkPhase.Reptile => fast * (8 + 8 / foldAfter) + slow * 4 / FastNetwork<float>.BlockLength,
        _ => fast * (8 + 8 / foldAfter) + slow * 4,
    };

    private static double Count(IEnumerable<Op> ops) => ops.Where(o => o.Kind == OpKind.Linear).Sum(o => (double)o.Size * o.InputSize);
}
