namespace ReptileGen.Formats;

/// <summary>The read-only bytes of a whole file, wherever they live; <c>long</c> offsets, so files may exceed 2 GiB.</summary>
internal abstract class FileBytes : IDisposable
{
    public abstract long Length { get; }

    /// <summary>A view of <paramref name="count"/> bytes from <paramref name="offset"/>, valid until disposal.</summary>
    public abstract ReadOnlySpan<byte> Slice(long offset, int count);

    public virtual void Dispose()
    {
    }

    /// <summary>Bytes that are in memory already.</summary>
    public sealed class InMemory(ReadOnlyMemory<byte> bytes) : FileBytes
    {
        public override long Length => bytes.Length;

        public override ReadOnlySpan<byte> Slice(long offset, int count) => bytes.Span.Slice(checked((int)offset), count);
    }
}
