namespace TorchSharp;

public static partial class torch
{
    /// <summary>What may stand between brackets after a tensor.</summary>
    public struct TensorIndex
    {
        internal enum IndexKind { Slice, Single, Ellipsis, None, Tensor }

        internal IndexKind Kind;
        internal long? Start;
        internal long? Stop;
        internal long? Step;
        internal Tensor? Indices;

        /// <summary>All dimensions that are not named.</summary>
        public static TensorIndex Ellipsis = new() { Kind = IndexKind.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { Kind = IndexKind.None };

        /// <summary>All indices of a dimension.</summary>
        public static TensorIndex Colon = Slice();

        /// <summary>A range of indices.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = IndexKind.Slice, Start = start, Stop = stop, Step = step };

        /// <summary>One index; the dimension goes.</summary>
        public static TensorIndex Single(long? index) => new() { Kind = IndexKind.Single, Start = index };

        /// <summary>Several indices, or a mask.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = IndexKind.Tensor, Indices = tensor };

        /// <summary>One index; the dimension goes.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A range of indices.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        /// <summary>A range of indices.</summary>
        public static implicit operator TensorIndex(System.Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        /// <summary>One index; the dimension goes.</summary>
        public static implicit operator TensorIndex(System.Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
