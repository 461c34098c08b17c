using System.Collections.ObjectModel;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReptileGen.Formats;

/// <summary>
/// A safetensors file, validated when opened and read without copies: the spans it hands out point into the mapping
/// and are valid until <see cref="Dispose"/>.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileBytes _bytes;
    private readonly long _dataStart;
    private readonly Dictionary<string, (TensorSpec Spec, long Begin)> _byName = [];

    private SafetensorsFile(FileBytes bytes, string name)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files are little-endian and are read in place");
        var header = SafetensorsHeader.Parse(bytes, name);
        _bytes = bytes;
        _dataStart = header.DataStart;
        Name = name;
        Metadata = new ReadOnlyDictionary<string, string>(header.Metadata);
        Tensors = header.Tensors.ConvertAll(t => t.Spec).AsReadOnly();
        foreach (var (spec, begin, _) in header.Tensors)
            _byName.Add(spec.Name, (spec, begin));
    }

    /// <summary>The path or label given when opening; messages begin with it.</summary>
    public string Name { get; }

    /// <summary>Bytes of the whole file.</summary>
    public long Length => _bytes.Length;

    /// <summary>The header's text entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in file order.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Maps a file and validates its header and layout; the tensors' bytes are not touched.</summary>
    /// <exception cref="InvalidFileException">The content breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file is missing, a folder, a pipe, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Open(string path) => Own(new MappedBytes(path), path);

    /// <summary>Validates a file that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidFileException">The content breaks a rule of the format.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string name) => Own(new FileBytes.InMemory(bytes), name);

    private static SafetensorsFile Own(FileBytes bytes, string name)
    {
        try
        {
            return new SafetensorsFile(bytes, name);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Is there a tensor of this name?</summary>
    public bool Contains(string tensor) => _byName.ContainsKey(tensor);

    /// <summary>A metadata entry that the reader needs.</summary>
    /// <exception cref="InvalidFileException">The entry is missing.</exception>
    public string RequireMetadata(string key) => Metadata.TryGetValue(key, out var value)
        ? value
        : throw new InvalidFileException(Name, "metadata", $"an entry {key}", Metadata.Count == 0 ? "none" : string.Join(", ", Metadata.Keys));

    /// <summary>Type and shape of a tensor that the reader needs.</summary>
    /// <exception cref="InvalidFileException">No tensor has this name.</exception>
    public TensorSpec Require(string tensor) => Find(tensor).Spec;

    /// <summary>The elements of a tensor, in place, after checking type and shape.</summary>
    /// <typeparam name="T">The element type: <c>F32</c> is read as <c>float</c> and as nothing else.</typeparam>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="shape">The expected dimensions, -1 for any; leave out to accept every shape.</param>
    /// <exception cref="InvalidFileException">
    /// Missing, of another type or shape, of over 2^31-1 bytes, or a <c>BOOL</c> that is neither 0 nor 1.
    /// </exception>
    public ReadOnlySpan<T> Read<T>(string tensor, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var spec = Require(tensor);
        if (spec.Type != DTypes.Of<T>())
            throw new InvalidFileException(Name, $"dtype of {tensor}", DTypes.Of<T>().Code(), spec.Type.Code());
        if (!shape.IsEmpty && !Matches(spec, shape))
            throw new InvalidFileException(Name, $"shape of {tensor}", $"[{string.Join(", ", shape.ToArray()).Replace("-1", "n")}]", $"[{string.Join(", ", spec.Shape)}]");
        var bytes = ReadBytes(tensor);
        if (spec.Type == DType.Bool && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
            throw new InvalidFileException(Name, $"{tensor}[{at}]", "0 or 1 in a BOOL tensor", $"{bytes[at]}");
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>As <see cref="Read{T}"/>, for weights: NaN and infinities are refused.</summary>
    /// <typeparam name="T">A floating-point element type.</typeparam>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="shape">The expected dimensions, -1 for any; leave out to accept every shape.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read{T}"/>, or an element is not finite.</exception>
    public ReadOnlySpan<T> ReadFinite<T>(string tensor, params ReadOnlySpan<long> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = Read<T>(tensor, shape);
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                throw new InvalidFileException(Name, $"{tensor}[{i}]", "a finite number", $"{values[i]}");
        }
        return values;
    }

    /// <summary>The raw little-endian bytes of a tensor of any type, in place.</summary>
    /// <exception cref="InvalidFileException">Missing, or of over 2^31-1 bytes.</exception>
    public ReadOnlySpan<byte> ReadBytes(string tensor)
    {
        var (spec, begin) = Find(tensor);
        return spec.ByteLength <= int.MaxValue
            ? _bytes.Slice(_dataStart + begin, (int)spec.ByteLength)
            : throw new InvalidFileException(Name, $"size of {tensor}", "at most 2147483647 bytes", $"{spec.ByteLength}");
    }

    /// <summary>SHA-256 (lower-case hex) over the bytes of all tensors in file order: <see cref="SafetensorsWriter.ContentHashKey"/>.</summary>
    public string ContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = _dataStart; at < Length;)
        {
            var count = (int)Math.Min(1 << 20, Length - at);
            hash.AppendData(_bytes.Slice(at, count));
            at += count;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Unmaps the file; spans handed out before must not be used any more.</summary>
    public void Dispose() => _bytes.Dispose();

    private (TensorSpec Spec, long Begin) Find(string tensor) => _byName.TryGetValue(tensor, out var found)
        ? found
        : throw new InvalidFileException(Name, "tensors", $"one named {tensor}", Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Select(t => t.Name)));

    private static bool Matches(TensorSpec spec, ReadOnlySpan<long> shape)
    {
        if (spec.Shape.Length != shape.Length)
            return false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] >= 0 && shape[i] != spec.Shape[i])
                return false;
        }
        return true;
    }
}
