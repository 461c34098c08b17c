using System.IO.MemoryMappedFiles;

namespace ReptileGen.Formats;

/// <summary>
/// A memory-mapped file. The one place of this assembly with a raw pointer: a span over a mapping cannot be had
/// otherwise without a copy.
/// </summary>
/// <remarks>
/// The view's handle counts our pointer as a reference, so the garbage collector never unmaps: spans stay valid
/// until <see cref="Dispose"/>, even if the last reference to the reader is gone by then.
/// </remarks>
internal sealed unsafe class MappedBytes : FileBytes
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;
    private bool _disposed;

    public MappedBytes(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: expected a file, found a folder");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        try
        {
            Length = stream.CanSeek ? stream.Length : throw new IOException($"{path}: expected a file that can be mapped, found a pipe or device");
            if (Length == 0)
            {
                stream.Dispose(); // an empty file cannot be mapped
                return;
            }
            _map = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _map?.Dispose();
            stream.Dispose();
            throw;
        }
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    public override long Length { get; }

    public override ReadOnlySpan<byte> Slice(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - offset);
        return new ReadOnlySpan<byte>(_start + offset, count);
    }

    public override void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _start = null;
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }
}
