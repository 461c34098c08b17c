using ReptileGen.Formats;
using ReptileGen.Model.Data;

namespace ReptileGen.Model.Tests.Data;

/// <summary>A folder with small packed datasets, made with the library's own writer; removed at the end of the test.</summary>
internal sealed class PackedFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("reptilegen-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Image i has label i % 10 and the gray level 25 * (i % 10) everywhere, but 255 in its first pixel.</summary>
    public PackedFixture WithImages(string name = "mnist", string split = "train", int count = 20, int height = 28, int width = 28, Dictionary<string, string>? metadata = null)
    {
        var images = new byte[count * height * width];
        var labels = new byte[count];
        var bytesOfBits = (height * width + 7) / 8;
        var bits = new byte[count * bytesOfBits];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
            for (var p = 0; p < height * width; p++)
            {
                var gray = p == 0 ? 255 : 25 * labels[i];
                images[i * height * width + p] = (byte)gray;
                if (gray >= 128)
                    bits[i * bytesOfBits + p / 8] |= (byte)(128 >> p % 8);
            }
        }
        Write($"{name}-{split}.safetensors", metadata ?? Metadata(DatasetInfo.ImageFormat, name, split, count), new()
        {
            ["images"] = (new("images", DType.U8, count, height, width), images),
            ["labels"] = (new("labels", DType.U8, count), labels),
            ["bits"] = (new("bits", DType.U8, count, bytesOfBits), bits),
        });
        return this;
    }

    /// <summary>A corpus of the given lines: all but the last two for training.</summary>
    public PackedFixture WithText(string name, params byte[][] lines) => WithText(name, 1, lines);

    /// <summary>A corpus of the given lines: the last for the test, as many before them for validation, the others for training.</summary>
    public PackedFixture WithText(string name, int held, byte[][] lines)
    {
        var count = lines.Length;
        Write($"text-{name}.safetensors", Metadata(DatasetInfo.TextFormat, name, "train,validation,test", count), new()
        {
            ["train"] = (new("train", DType.U8, count - 2 * held, 128), Padded(lines[..^(2 * held)])),
            ["validation"] = (new("validation", DType.U8, held, 128), Padded(lines[^(2 * held)..^held])),
            ["test"] = (new("test", DType.U8, held, 128), Padded(lines[^held..])),
        });
        return this;
    }

    public static Dictionary<string, string> Metadata(string format, string name, string split, int count) => new()
    {
        ["format"] = format,
        ["format_version"] = "1",
        ["name"] = name,
        ["split"] = split,
        ["source"] = "made by a test",
        ["source_sha256"] = new string('a', 64),
        ["licence"] = "none",
        ["count"] = $"{count}",
        ["made_with"] = "test",
    };

    public void Write(string file, Dictionary<string, string> metadata, Dictionary<string, (TensorSpec Spec, byte[] Bytes)> tensors)
    {
        using var writer = new SafetensorsWriter(File(file), tensors.Values.Select(t => t.Spec), metadata, hashContent: true);
        foreach (var spec in writer.Tensors)
            writer.AppendBytes(spec.Name, tensors[spec.Name].Bytes);
        writer.Commit();
    }

    /// <summary>Flips one bit of a file; a negative position counts from the end.</summary>
    public void Flip(string file, int position)
    {
        var bytes = System.IO.File.ReadAllBytes(File(file));
        bytes[position < 0 ? bytes.Length + position : position] ^= 1;
        System.IO.File.WriteAllBytes(File(file), bytes);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Padded(byte[][] lines)
    {
        var tokens = new byte[lines.Length * 128];
        for (var i = 0; i < lines.Length; i++)
            lines[i].CopyTo(tokens, i * 128);
        return tokens;
    }
}
