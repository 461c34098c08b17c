using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

internal sealed partial class MamlSweep<T>
{
    /// <summary>
    /// The adjoint A of one matrix, and its products of the current step. What A is multiplied by is on record for all
    /// steps, and A changes by factors only until they are folded: so A is read once for the products of many steps.
    /// </summary>
    internal sealed class MatrixAdjoint
    {
        private readonly LowRankMatrix<T>? matrix;
        private readonly AlignedBuffer<T> s;
        private readonly AlignedBuffer<T> r;
        private readonly AlignedBuffer<T> y;
        private readonly AlignedBuffer<T> z;
        private readonly AlignedBuffer<T> ones;
        private int current;

        public MatrixAdjoint(AlignedBuffer<T> adjoint, Node node, int index, int steps)
        {
            (Node, Index) = (node, index);
            matrix = node.Op.Kind == OpKind.Linear ? new LowRankMatrix<T>(adjoint, node, Capacity(steps)) : null;
            s = new AlignedBuffer<T>(steps * node.Columns);
            z = new AlignedBuffer<T>(steps * node.Columns);
            r = new AlignedBuffer<T>(steps * node.Padded);
            y = new AlignedBuffer<T>(steps * node.Padded);
            ones = new AlignedBuffer<T>(Math.Max(node.Padded, node.Columns));
            ones.Span.Fill(T.One);
        }

        /// <summary>How many factors there is room for, for <paramref name="steps"/> prepared steps.</summary>
        public static int Capacity(int steps) => Math.Max(2 * steps, FastNetwork<T>.BlockLength);

        /// <summary>The operation, linear or not.</summary>
        public Node Node { get; }

        /// <summary>Its number.</summary>
        public int Index { get; }

        public bool IsMatrix => matrix is not null;

        /// <summary>A (c * x); with rates per parameter (alpha * A) x.</summary>
        public Span<T> Y => y.Slice(current * Node.Padded, Node.Padded);

        /// <summary>A' (r * delta); with rates per parameter (alpha * A)' delta.</summary>
        public Span<T> Z => z.Slice(current * Node.Columns, Node.Columns);

        /// <summary>u . g of this matrix.</summary>
        public T Dot => Vectors.Dot<T>(R, Y);

        /// <summary>Forgets the factors of another episode.</summary>
        public void Clear()
        {
            matrix?.Clear();
            y.Span.Clear();
        }

        private Span<T> S => s.Slice(current * Node.Columns, Node.Columns);

        private Span<T> R => r.Slice(current * Node.Padded, Node.Padded);

        /// <summary>Multiplies A, of which nothing is unfolded, for some steps, the last one first.</summary>
        public void Prepare(ReadOnlySpan<int> steps, FastNetwork<T> network)
        {
            Op op = Node.Op;
            int count = steps.Length;
            for (current = 0; current < count; current++)
            {
                Span<T> record = network.Record(steps[count - 1 - current]);
                Vectors.Multiply<T>(record.Slice(op.Input, Node.Columns), network.Rates.Columns(op.Weight), S);
                Vectors.Multiply<T>(record.Slice(network.Graph.Activations + op.Output, Node.Padded), network.Rates.Rows(op.Weight), R);
            }

            current = 0;
            if (network.Rates.PerParameter)
            {
                matrix!.MultiplyBoth(network.Rates.Elements, S, R, Y, Z, network.Scratch);
            }
            else
            {
                matrix!.MultiplyBase(count, s.Span, r.Span, y.Span, z.Span);
            }
        }

        /// <summary>Adds the factors' share to Y and Z of prepared step number <paramref name="k"/>.</summary>
        public void Multiply(int k, int factors)
        {
            current = k;
            matrix!.AddFactors(factors, S, R, Y, Z);
        }

        /// <summary>The same for all prepared steps from <paramref name="k"/> on, so that the factors can be folded before these.</summary>
        public void MultiplyRest(int k, int prepared, int factors)
        {
            int now = current;
            for (; k < prepared; k++)
            {
                Multiply(k, factors);
            }

            current = now;
        }

        /// <summary>A += delta (weight x - Rx)' - Rdelta x', as two factors.</summary>
        public void Update(int factors, Span<T> record, Span<T> tangent, T weight, int activations)
        {
            Op op = Node.Op;
            Span<T> x = record.Slice(op.Input, Node.Columns), all = ones.Span;
            ReadOnlySpan<T> one = all[..Node.Columns], rowOne = all[..Node.Padded];
            Vectors.Difference(weight, x, tangent.Slice(op.Input, Node.Columns), S);
            matrix!.Set(factors, T.One, record.Slice(activations + op.Output, Node.Padded), rowOne, S, one);
            matrix.Set(factors + 1, T.NegativeOne, tangent.Slice(activations + op.Output, Node.Padded), rowOne, x, one);
        }

        /// <summary>A += scale delta x' of one step, as factor number <paramref name="k"/>.</summary>
        public void Update(int k, T scale, Span<T> record, int activations)
        {
            ReadOnlySpan<T> one = ones.Span;
            Op op = Node.Op;
            matrix!.Set(k, scale, record.Slice(activations + op.Output, Node.Padded), one[..Node.Padded], record.Slice(op.Input, Node.Columns), one[..Node.Columns]);
        }

        /// <summary>Folds factors into A.</summary>
        public void Fold(int factors) => matrix!.Fold(factors, T.One);

        /// <summary>sum += scale (delta x') * A, element by element, where nothing is unfolded.</summary>
        public void AddGradientTimes(Span<T> sum, T scale, Span<T> record, FastNetwork<T> network)
        {
            Update(0, scale, record, network.Graph.Activations);
            matrix!.AddFactorTimesBase(sum, network.Scratch);
        }
    }
}
