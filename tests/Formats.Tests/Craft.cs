using System.Buffers.Binary;
using System.Text;

namespace ReptileGen.Formats.Tests;

/// <summary>Files made by hand.</summary>
internal static class Craft
{
    /// <summary>A safetensors file of a given header text, unpadded, and data.</summary>
    public static byte[] File(string json, params byte[] data) => File(Encoding.UTF8.GetBytes(json), data);

    public static byte[] File(byte[] json, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>Writes a file with one tensor of bytes.</summary>
    public static void Write(string path, string name, byte[] bytes)
    {
        using var writer = new SafetensorsWriter(path, [new(name, DType.U8, bytes.Length)]);
        writer.Append<byte>(name, bytes);
        writer.Commit();
    }
}
