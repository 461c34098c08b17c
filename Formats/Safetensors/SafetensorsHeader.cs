using System.Buffers.Binary;
using System.Text.Unicode;

namespace ReptileGen.Formats;

/// <summary>The validated header of a safetensors file: metadata, and the tensors with their offsets in file order.</summary>
/// <remarks>
/// Layout: 8 bytes little-endian header length N; N bytes of JSON (padded by spaces); the tensors' bytes.
/// The checks are those of the reference implementation (huggingface/safetensors, <c>tensor.rs</c>);
/// duplicate and unknown keys are refused, too.
/// </remarks>
internal sealed class SafetensorsHeader
{
    public const int MaxBytes = 100_000_000;
    public const int PrefixBytes = 8;

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The tensors in file order; offsets count from <see cref="DataStart"/>.</summary>
    public List<(TensorSpec Spec, long Begin, long End)> Tensors { get; } = [];

    public long DataStart { get; private init; }

    public static SafetensorsHeader Parse(FileBytes file, string name)
    {
        if (file.Length < PrefixBytes)
            throw new InvalidFileException(name, "file length", "a header length of 8 bytes", $"{file.Length} bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, PrefixBytes));
        if (length > MaxBytes)
            throw new InvalidFileException(name, "header length", $"at most {MaxBytes}", $"{length}");
        if ((long)length > file.Length - PrefixBytes)
            throw new InvalidFileException(name, "header length", $"at most the {file.Length - PrefixBytes} bytes that follow", $"{length}");

        var json = file.Slice(PrefixBytes, (int)length);
        if (json.IsEmpty || json[0] != (byte)'{')
            throw new InvalidFileException(name, "header", "a JSON object that begins with {", json.IsEmpty ? "nothing" : $"byte 0x{json[0]:x2}");
        if (!Utf8.IsValid(json))
            throw new InvalidFileException(name, "header", "valid UTF-8", "other bytes");

        var header = new SafetensorsHeader { DataStart = PrefixBytes + (long)length };
        new SafetensorsHeaderReader(json, name).Read(header);
        header.CheckOffsets(name, file.Length - header.DataStart);
        return header;
    }

    /// <summary>Offsets must tile the data: from 0, no overlap, no hole, each as long as type and shape say.</summary>
    private void CheckOffsets(string name, long dataLength)
    {
        Tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach (var (spec, begin, end) in Tensors)
        {
            if (begin != position)
                throw new InvalidFileException(name, $"data_offsets of {spec.Name}", $"begin at {position} (no overlap, no hole)", $"{begin}");
            if (end < begin || end - begin != spec.ByteLength)
                throw new InvalidFileException(name, $"data_offsets of {spec.Name}", $"{spec.ByteLength} bytes for {spec}", $"[{begin}, {end}]");
            position = end;
        }
        if (position != dataLength)
            throw new InvalidFileException(name, "data length", $"{position} bytes as the header says", $"{dataLength}");
    }
}
