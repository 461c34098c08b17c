using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace ReptileGen.Formats.Tests;

/// <summary>Damages valid safetensors files in the ways that accidents and attackers do.</summary>
internal sealed partial class SafetensorsMutator(Random random, IReadOnlyList<byte[]> valid)
{
    private static readonly string[] Numbers =
    [
        "0", "1", "2", "7", "8", "255", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "1e9", "1.0", "-1", "-0", "00", "99999999999999999999999999", "null", "[]", "\"1\"", "1,1", "",
    ];

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud800", "\u0000", "\t", "null", "true", "\"a\":{}", "\"__metadata__\":{},",
        "\"w\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},", "/**/", "\"dtype\":\"F64\",", "\ufeff", "[[[[[[[[[[[[[[[[[[[[[[",
    ];

    private static readonly string[] Types = ["BOOL", "U8", "I8", "I16", "BF16", "F16", "F32", "F64", "I64", "U64", "F8_E4M3", "f32", ""];

    /// <summary>One damaged file (one in many happens to stay whole).</summary>
    public byte[] Next()
    {
        var bytes = (byte[])valid[random.Next(valid.Count)].Clone();
        for (var n = random.Next(1, 4); n > 0; n--)
            bytes = Mutate(bytes);
        return bytes;
    }

    private byte[] Mutate(byte[] bytes) => random.Next(11) switch
    {
        0 => FlipBits(bytes, 0),
        1 => FlipBits(bytes, Math.Min(8, bytes.Length)), // anywhere but in the length
        2 => bytes[..random.Next(bytes.Length + 1)],
        3 => [.. bytes, .. new byte[random.Next(1, 20)]],
        4 => WithLength(bytes),
        5 => WithHeader(bytes, header => Digits().Replace(header, m => random.Next(4) == 0 ? Pick(Numbers) : m.Value)),
        6 => WithHeader(bytes, header => header.Insert(random.Next(header.Length + 1), Pick(Tokens))),
        7 => WithHeader(bytes, header => TypeNames().Replace(header, m => random.Next(2) == 0 ? $"\"{Pick(Types)}\"" : m.Value)),
        8 => WithHeader(bytes, Splice),
        9 => WithHeader(bytes, header => random.Next(2) == 0 ? header + "   " : header.Replace(",", " , ")), // harmless
        _ => FlipData(bytes), // harmless
    };

    private byte[] FlipBits(byte[] bytes, int from)
    {
        for (var n = random.Next(1, 5); n > 0 && from < bytes.Length; n--)
            bytes[random.Next(from, bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private byte[] FlipData(byte[] bytes) => HeaderLength(bytes) is { } length && 8 + length < bytes.Length ? FlipBits(bytes, 8 + length) : bytes;

    private byte[] WithLength(byte[] bytes)
    {
        if (bytes.Length < 8)
            return bytes;
        var near = BinaryPrimitives.ReadUInt64LittleEndian(bytes) + (ulong)random.Next(-9, 10);
        ulong[] lengths = [near, 0, 1, 100_000_000, 100_000_001, ulong.MaxValue, long.MaxValue, (ulong)bytes.Length, (ulong)random.NextInt64()];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, lengths[random.Next(lengths.Length)]);
        return bytes;
    }

    /// <summary>Rewrites the header's text and mostly corrects its length.</summary>
    private byte[] WithHeader(byte[] bytes, Func<string, string> edit)
    {
        if (HeaderLength(bytes) is not { } length)
            return bytes;
        var header = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(bytes, 8, length)));
        byte[] result = [.. bytes.AsSpan(0, 8), .. header, .. bytes.AsSpan(8 + length)];
        if (random.Next(10) > 0)
            BinaryPrimitives.WriteInt64LittleEndian(result, header.Length);
        return result;
    }

    /// <summary>The head of one header and the tail of another, or a piece left out or doubled.</summary>
    private string Splice(string header)
    {
        var other = valid[random.Next(valid.Count)];
        var donor = Encoding.UTF8.GetString(other, 8, HeaderLength(other)!.Value);
        var a = random.Next(header.Length + 1);
        var b = random.Next(header.Length + 1);
        return random.Next(2) == 0 ? header[..a] + header[b..] : header[..a] + donor[random.Next(donor.Length + 1)..];
    }

    private static int? HeaderLength(byte[] bytes)
    {
        if (bytes.Length < 8)
            return null;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return length <= (ulong)(bytes.Length - 8) ? (int)length : null;
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("\"(BOOL|B?F(16|32|64)|[UI](8|16|32|64))\"")]
    private static partial Regex TypeNames();
}
