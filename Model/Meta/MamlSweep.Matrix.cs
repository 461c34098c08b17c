using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

internal sealed partial class MamlSweep<T>
{
    /// <summary>What the sweep keeps of one matrix: its products of the current step, and its pending rank-2 update.</summary>
    internal sealed class MatrixAdjoint
    {
        private readonly AlignedBuffer<T> p;
        private readonly AlignedBuffer<T> delta;
        private readonly AlignedBuffer<T> x;
        private readonly AlignedBuffer<T> tangentX;
        private readonly AlignedBuffer<T> s;
        private readonly AlignedBuffer<T> r;
        private readonly AlignedBuffer<T> y;
        private readonly AlignedBuffer<T> z;
        private readonly AlignedBuffer<T> scaledDelta;

        public MatrixAdjoint(Node node)
        {
            Node = node;
            p = new AlignedBuffer<T>(node.Rows);
            delta = new AlignedBuffer<T>(node.Rows);
            r = new AlignedBuffer<T>(node.Rows);
            y = new AlignedBuffer<T>(node.Rows);
            scaledDelta = new AlignedBuffer<T>(node.Rows);
            x = new AlignedBuffer<T>(node.Columns);
            tangentX = new AlignedBuffer<T>(node.Columns);
            s = new AlignedBuffer<T>(node.Columns);
            z = new AlignedBuffer<T>(node.Columns);
        }

        public Node Node { get; }

        public bool IsMatrix => Node.Op.Kind == OpKind.Linear;

        /// <summary>A (c * x), <c>[Rows]</c>; with rates per parameter (alpha * A) x.</summary>
        public Span<T> Y => y.Span;

        /// <summary>A' (r * delta), <c>[Columns]</c>; with rates per parameter (alpha * A)' delta.</summary>
        public Span<T> Z => z.Span;

        /// <summary>r * delta.</summary>
        public Span<T> R => r.Span;

        /// <summary>u . g of this matrix.</summary>
        public T Dot => Vectors.Dot<T>(r.Span, y.Span);

        /// <summary>Applies the pending update to the adjoint and finds Y and Z for the step of a record.</summary>
        public void Multiply(AlignedBuffer<T> adjoint, Span<T> record, FastNetwork<T> network)
        {
            Op op = Node.Op;
            Vectors.Multiply<T>(record.Slice(op.Input, op.InputSize), network.Rates.Columns(op.Weight)[..op.InputSize], s.Span[..op.InputSize]);
            Vectors.Multiply<T>(
                record.Slice(network.Graph.Activations + op.Output, op.Size), network.Rates.Rows(op.Weight)[..op.Size], r.Span[..op.Size]);
            ReferenceKernels.UpdateMultiplyBoth(
                Matrix(adjoint), network.MatrixRates(Node), p.Span, x.Span, delta.Span, tangentX.Span, s.Span, r.Span, y.Span, z.Span);
        }

        /// <summary>Keeps this step's update, a += (delta - Rdelta) x' - delta Rx', until the adjoint is read again.</summary>
        public void Keep(Span<T> record, Span<T> tangent, int activations)
        {
            Op op = Node.Op;
            record.Slice(op.Input, op.InputSize).CopyTo(x.Span);
            tangent.Slice(op.Input, op.InputSize).CopyTo(tangentX.Span);
            ReadOnlySpan<T> d = record.Slice(activations + op.Output, op.Size);
            d.CopyTo(delta.Span);
            d.CopyTo(p.Span);
            Vectors.AddScaled(T.NegativeOne, tangent.Slice(activations + op.Output, op.Size), p.Span[..op.Size]);
        }

        /// <summary>Nothing is pending.</summary>
        public void Forget()
        {
            p.Span.Clear();
            delta.Span.Clear();
        }

        /// <summary>scale * delta of the current step.</summary>
        public Span<T> ScaledDelta => scaledDelta.Span;

        /// <summary>Fills <see cref="ScaledDelta"/>.</summary>
        public void ScaleDelta(T scale, ReadOnlySpan<T> values)
        {
            values.CopyTo(scaledDelta.Span);
            Vectors.Scale(scale, scaledDelta.Span);
        }

        /// <summary>Applies what is pending.</summary>
        public void Flush(AlignedBuffer<T> adjoint)
        {
            ReferenceKernels.AddOuter<T>(Matrix(adjoint), p.Span, x.Span);
            Vectors.Negate(delta.Span);
            ReferenceKernels.AddOuter<T>(Matrix(adjoint), delta.Span, tangentX.Span);
            Forget();
        }

        private Span<T> Matrix(AlignedBuffer<T> adjoint) => adjoint.Slice(Node.Weight, Node.Rows * Node.Columns);
    }
}
