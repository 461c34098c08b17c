using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

internal sealed partial class MamlSweep<T>
{
    /// <summary>The adjoint A of one matrix, and its products of the current step.</summary>
    internal sealed class MatrixAdjoint
    {
        /// <summary>Factors between two foldings, two a step.</summary>
        public const int Capacity = 16;

        private readonly LowRankMatrix<T>? matrix;
        private readonly AlignedBuffer<T> s;
        private readonly AlignedBuffer<T> r;
        private readonly AlignedBuffer<T> y;
        private readonly AlignedBuffer<T> z;
        private readonly AlignedBuffer<T> ones;

        public MatrixAdjoint(AlignedBuffer<T> adjoint, Node node, int index)
        {
            (Node, Index) = (node, index);
            matrix = node.Op.Kind == OpKind.Linear ? new LowRankMatrix<T>(adjoint, node, Capacity) : null;
            s = new AlignedBuffer<T>(node.Columns);
            z = new AlignedBuffer<T>(node.Columns);
            r = new AlignedBuffer<T>(node.Padded);
            y = new AlignedBuffer<T>(node.Padded);
            ones = new AlignedBuffer<T>(Math.Max(node.Padded, node.Columns));
            ones.Span.Fill(T.One);
        }

        /// <summary>The operation, linear or not.</summary>
        public Node Node { get; }

        /// <summary>Its number.</summary>
        public int Index { get; }

        public bool IsMatrix => matrix is not null;

        /// <summary>A (c * x); with rates per parameter (alpha * A) x.</summary>
        public Span<T> Y => y.Span;

        /// <summary>A' (r * delta); with rates per parameter (alpha * A)' delta.</summary>
        public Span<T> Z => z.Span;

        /// <summary>u . g of this matrix.</summary>
        public T Dot => Vectors.Dot<T>(r.Span, y.Span);

        /// <summary>Forgets the factors of another episode.</summary>
        public void Clear()
        {
            matrix?.Clear();
            y.Span.Clear();
        }

        /// <summary>Finds Y and Z for the step of a record.</summary>
        public void Multiply(int factors, Span<T> record, FastNetwork<T> network)
        {
            Op op = Node.Op;
            Vectors.Multiply<T>(record.Slice(op.Input, Node.Columns), network.Rates.Columns(op.Weight), s.Span);
            Vectors.Multiply<T>(record.Slice(network.Graph.Activations + op.Output, Node.Padded), network.Rates.Rows(op.Weight), r.Span);
            if (network.Rates.PerParameter)
            {
                matrix!.MultiplyBoth(network.Rates.Elements, s.Span, r.Span, y.Span, z.Span, network.Scratch);
            }
            else
            {
                matrix!.MultiplyBoth(factors, s.Span, r.Span, y.Span, z.Span);
            }
        }

        /// <summary>A += delta (x - Rx)' - Rdelta x', as two factors.</summary>
        public void Update(int factors, Span<T> record, Span<T> tangent, int activations)
        {
            Op op = Node.Op;
            Span<T> x = record.Slice(op.Input, Node.Columns), all = ones.Span;
            ReadOnlySpan<T> one = all[..Node.Columns], rowOne = all[..Node.Padded];
            Vectors.Subtract<T>(x, tangent.Slice(op.Input, Node.Columns), s.Span);
            matrix!.Set(factors, T.One, record.Slice(activations + op.Output, Node.Padded), rowOne, s.Span, one);
            matrix.Set(factors + 1, T.NegativeOne, tangent.Slice(activations + op.Output, Node.Padded), rowOne, x, one);
        }

        /// <summary>Folds factors into A.</summary>
        public void Fold(int factors) => matrix!.Fold(factors, T.One);

        /// <summary>sum += scale (delta x') * A, element by element, where nothing is unfolded.</summary>
        public void AddGradientTimes(Span<T> sum, T scale, Span<T> record, FastNetwork<T> network)
        {
            Op op = Node.Op;
            ReadOnlySpan<T> all = ones.Span;
            matrix!.Set(
                0,
                scale,
                record.Slice(network.Graph.Activations + op.Output, Node.Padded),
                all[..Node.Padded],
                record.Slice(op.Input, Node.Columns),
                all[..Node.Columns]);
            matrix.AddFactorTimesBase(sum, network.Scratch);
        }
    }
}
