using System.Runtime.InteropServices;

namespace ReptileGen.Formats.Tests;

/// <summary>A random but valid safetensors file: what is in it, and how to write it.</summary>
internal sealed class RandomFile
{
    private static readonly string[] NamePieces = ["w", "b", ".", "0", "layer", "é", "日本", "😀", "\"", "\\", "\n", "\u0001", "<&>", " ", "__metadata__x"];

    public RandomFile(Random random)
    {
        for (var n = random.Next(6); Tensors.Count < n;)
        {
            var type = (DType)random.Next(Enum.GetValues<DType>().Length);
            var shape = new long[random.Next(4)];
            for (var i = 0; i < shape.Length; i++)
                shape[i] = random.Next(6);
            var spec = new TensorSpec(Text(random), type, shape);
            var bytes = new byte[spec.ByteLength];
            random.NextBytes(bytes);
            Tensors.TryAdd(spec.Name, (spec, bytes));
        }
        for (var n = random.Next(4); n > 0; n--)
            Metadata.TryAdd(Text(random), Text(random));
    }

    public Dictionary<string, (TensorSpec Spec, byte[] Bytes)> Tensors { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Writes the file, elements in pieces of random length.</summary>
    public void Write(string path, Random random, bool hashContent = false)
    {
        using var writer = new SafetensorsWriter(path, Tensors.Values.Select(t => t.Spec), Metadata, hashContent);
        foreach (var spec in writer.Tensors)
        {
            var bytes = Tensors[spec.Name].Bytes;
            for (var at = 0; at < bytes.Length;)
            {
                var count = spec.Type.Size() * random.Next(1, 8);
                Append(writer, spec, bytes.AsSpan(at, Math.Min(count, bytes.Length - at)));
                at += count;
            }
        }
        writer.Commit();
    }

    private static void Append(SafetensorsWriter writer, TensorSpec spec, ReadOnlySpan<byte> bytes)
    {
        if (spec.Type == DType.F32)
            writer.Append(spec.Name, MemoryMarshal.Cast<byte, float>(bytes));
        else
            writer.AppendBytes(spec.Name, bytes);
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => NamePieces[random.Next(NamePieces.Length)]));
}
