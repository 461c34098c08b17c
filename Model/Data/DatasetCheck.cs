using ReptileGen.Formats;

namespace ReptileGen.Model.Data;

/// <summary>Checks of packed files that read every byte.</summary>
public static class DatasetCheck
{
    /// <summary>Is the content what was packed? One flipped bit is enough to fail.</summary>
    /// <exception cref="InvalidFileException">The hash differs.</exception>
    public static void Content(SafetensorsFile file, DatasetInfo info)
    {
        if (file.ContentHash() is var found && found != info.ContentSha256)
            throw new InvalidFileException(file.Name, SafetensorsWriter.ContentHashKey, info.ContentSha256, $"{found} (damaged: delete the file and run `dotnet build`)");
    }

    /// <summary>Do the bits say exactly where gray >= 128, with zeros after the last pixel?</summary>
    /// <exception cref="InvalidFileException">An image's bits differ from its gray levels.</exception>
    public static void Bits(ImageDataset images)
    {
        Span<byte> expected = new byte[images.BytesOfBits];
        for (var i = 0; i < images.Count; i++)
        {
            expected.Clear();
            var gray = images.Image(i);
            for (var p = 0; p < gray.Length; p++)
                expected[p >> 3] |= (byte)((gray[p] >> 7) << (7 - (p & 7))); // 128 is the highest bit
            var found = images.Bits.Slice(i * images.BytesOfBits, images.BytesOfBits);
            if (!found.SequenceEqual(expected))
                throw new InvalidFileException(images.File.Name, $"bits[{i}]", $"the bits of gray >= {ImageDataset.Threshold}", "others");
        }
    }

    /// <summary>Is every line some text and then NUL alone?</summary>
    /// <exception cref="InvalidFileException">A line is empty or goes on after a NUL.</exception>
    public static void Lines(TextDataset text)
    {
        foreach (var split in TextDataset.Splits)
        {
            for (var i = 0; i < text.Count(split); i++)
            {
                var line = text.Line(split, i);
                var length = line.IndexOf((byte)0);
                if (length == 0 || (length > 0 && line[length..].ContainsAnyExcept((byte)0)))
                    throw new InvalidFileException(text.File.Name, $"{split}[{i}]", "text and then NUL only", length == 0 ? "an empty line" : "text after a NUL");
            }
        }
    }
}
