using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReptileGen.Formats;

/// <summary>
/// Writes a safetensors file as a stream: names, types and shapes first, then the elements, tensor by tensor in the
/// order of <see cref="Tensors"/>, in pieces of any length. The file appears with <see cref="Commit"/>, whole.
/// </summary>
/// <remarks>
/// Layout as the reference writes it: metadata first, tensors by falling <see cref="DType"/> and then by name, header padded
/// with spaces to a multiple of 8, so that every tensor is aligned in a mapping. Equal input gives equal bytes.
/// </remarks>
public sealed class SafetensorsWriter : IDisposable
{
    /// <summary>The metadata key of <see cref="SafetensorsFile.ContentHash"/>.</summary>
    public const string ContentHashKey = "content_sha256";

    private static readonly string UnknownHash = new('0', 2 * SHA256.HashSizeInBytes);

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly IncrementalHash? _hash;
    private readonly AtomicFile _file;
    private readonly int _headerLength;
    private int _current;
    private long _written;

    /// <summary>Opens the temporary file and writes the header.</summary>
    /// <param name="path">The target; its folder is made if it is missing.</param>
    /// <param name="tensors">What the file will hold, in any order.</param>
    /// <param name="metadata">Text entries; null for none.</param>
    /// <param name="hashContent">Add the entry <see cref="ContentHashKey"/>, computed while writing.</param>
    /// <exception cref="ArgumentException">Two tensors of one name, text that is not Unicode, or a header over 100,000,000 bytes.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public SafetensorsWriter(
        string path,
        IEnumerable<TensorSpec> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        bool hashContent = false)
    {
        Tensors = [.. tensors.OrderByDescending(t => t.Type).ThenBy(t => t.Name, StringComparer.Ordinal)];
        foreach (var (key, value) in metadata ?? [])
            _metadata.Add(key, value);
        if (hashContent)
            _metadata.Add(ContentHashKey, UnknownHash);
        if (Tensors.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"two tensors are named {twice.Key}", nameof(tensors));
        if (Tensors.Select(t => t.Name).Concat(_metadata.Keys).Concat(_metadata.Values).FirstOrDefault(t => !IsUnicode(t)) is { } broken)
            throw new ArgumentException($"\"{broken}\" holds half a surrogate pair, which UTF-8 cannot say");

        var header = Header();
        _headerLength = header.Length;
        _hash = hashContent ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _file = new AtomicFile(path);
        if (!_file.Stream.CanSeek)
        {
            _file.Dispose();
            throw new IOException($"{path}: expected a file to write, found a pipe or a device");
        }

        _file.Stream.Write(header);
        SkipFull();
    }

    /// <summary>The tensors in file order, the order in which <see cref="Append{T}"/> wants them.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Writes the next elements of a tensor.</summary>
    /// <param name="tensor">The tensor that is not complete yet, first in file order.</param>
    /// <param name="elements">Its next elements, row-major; as many as fit.</param>
    /// <exception cref="InvalidOperationException">Another tensor is due, the type differs, or there are too many elements.</exception>
    public void Append<T>(string tensor, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (Tensors.FirstOrDefault(t => t.Name == tensor) is { } spec && spec.Type != DTypes.Of<T>())
            throw new InvalidOperationException($"{_file.Path}: {spec} does not hold {typeof(T).Name}");
        AppendBytes(tensor, MemoryMarshal.AsBytes(elements));
    }

    /// <summary>Writes the next elements of a tensor of any type as little-endian bytes.</summary>
    /// <param name="tensor">The tensor that is not complete yet, first in file order.</param>
    /// <param name="bytes">Whole elements; none at all is fine at any time.</param>
    /// <exception cref="InvalidOperationException">Another tensor is due, there are too many bytes, or the last element is broken.</exception>
    public void AppendBytes(string tensor, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        var due = _current < Tensors.Count ? Tensors[_current] : null;
        if (due?.Name != tensor)
            throw new InvalidOperationException($"{_file.Path}: expected elements of {due?.Name ?? "no further tensor"}, found {tensor}");
        if (bytes.Length > due.ByteLength - _written || bytes.Length % due.Type.Size() != 0)
            throw new InvalidOperationException($"{_file.Path}: {due}: expected up to {(due.ByteLength - _written) / due.Type.Size()} more whole elements, found {bytes.Length} bytes");
        _file.Stream.Write(bytes);
        _hash?.AppendData(bytes);
        _written += bytes.Length;
        SkipFull();
    }

    /// <summary>Completes the header, flushes to the disk and renames onto the target.</summary>
    /// <exception cref="InvalidOperationException">Elements are missing, or the file was committed before.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Commit()
    {
        if (_current < Tensors.Count)
            throw new InvalidOperationException($"{_file.Path}: {Tensors[_current]} is incomplete: {_written} of {Tensors[_current].ByteLength} bytes");
        if (_hash is not null)
        {
            _metadata[ContentHashKey] = Convert.ToHexStringLower(_hash.GetHashAndReset());
            _file.Stream.Position = 0;
            _file.Stream.Write(Header());
        }
        _file.Commit();
    }

    /// <summary>Closes; without a commit the target stays as it was.</summary>
    public void Dispose()
    {
        _hash?.Dispose();
        _file.Dispose();
    }

    private void SkipFull()
    {
        while (_current < Tensors.Count && _written == Tensors[_current].ByteLength)
        {
            _current++;
            _written = 0;
        }
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }
        return true;
    }

    private byte[] Header()
    {
        var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[SafetensorsHeader.PrefixBytes]);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteJson(json);
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        var header = buffer.ToArray();
        var length = header.Length - SafetensorsHeader.PrefixBytes;
        if (length > SafetensorsHeader.MaxBytes)
            throw new ArgumentException($"the header takes {length} bytes, more than {SafetensorsHeader.MaxBytes}");
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        return header;
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_metadata.Count > 0)
        {
            json.WriteStartObject(TensorSpec.ReservedName);
            foreach (var (key, value) in _metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        long offset = 0;
        foreach (var tensor in Tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.Code());
            json.WriteStartArray("shape");
            foreach (var dimension in tensor.Shape)
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset = checked(offset + tensor.ByteLength));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
