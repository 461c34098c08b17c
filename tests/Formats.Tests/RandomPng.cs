namespace ReptileGen.Formats.Tests;

/// <summary>A random PNG file with everything that a kind of picture may have.</summary>
internal static class RandomPng
{
    public static readonly (int Colour, int Depth)[] Kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (2, 8), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (6, 8)];

    /// <summary>A random file of a colour type and depth, and the picture that it is.</summary>
    public static (byte[] File, int Width, int Height, byte[] Rgba) Make(Random random, int colour, int depth, params int[] filters)
    {
        int width = random.Next(1, 24), height = random.Next(1, 12), most = (1 << depth) - 1;
        var channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int[] samples = [.. Enumerable.Range(0, width * height * channels).Select(_ => random.Next(most + 1))];
        byte[] palette = new byte[3 * (most + 1)], alpha = new byte[random.Next(1, most + 2)], key = new byte[colour == 2 ? 6 : 2];
        random.NextBytes(palette);
        random.NextBytes(alpha);
        for (var i = 0; i < key.Length / 2; i++)
            key[2 * i + 1] = (byte)samples[i]; // the first pixel at least
        var hasTransparency = colour is 0 or 2 or 3 && random.Next(2) == 0;
        List<byte> rgba = [];
        foreach (var pixel in samples.Chunk(channels))
        {
            var isKey = hasTransparency && pixel.Select((s, i) => s == key[Math.Min(2 * i + 1, key.Length - 1)]).All(b => b);
            int[] colours = colour switch
            {
                0 => [.. Enumerable.Repeat(pixel[0] * 255 / most, 3), isKey ? 0 : 255],
                2 => [.. pixel, isKey ? 0 : 255],
                3 => [.. palette[(3 * pixel[0])..(3 * pixel[0] + 3)], hasTransparency && pixel[0] < alpha.Length ? alpha[pixel[0]] : 255],
                4 => [pixel[0], pixel[0], pixel[0], pixel[1]],
                _ => pixel,
            };
            rgba.AddRange(colours.Select(c => (byte)c));
        }
        var rowBytes = (width * channels * depth + 7) / 8;
        var raw = new byte[height * rowBytes];
        for (var i = 0; i < samples.Length; i++)
        {
            int y = i / (width * channels), bit = i % (width * channels) * depth;
            raw[y * rowBytes + bit / 8] |= (byte)(samples[i] << (8 - depth - bit % 8));
        }
        var data = PngCraft.Deflate(PngCraft.Filter(raw, rowBytes, Math.Max(1, channels * depth / 8), filters));
        var cut = random.Next(data.Length);
        List<(string, byte[])> chunks = [PngCraft.Header(width, height, depth, colour), ("gAMA", [0, 1, 2, 3])];
        if (colour == 3)
            chunks.Add(("PLTE", palette));
        if (hasTransparency)
            chunks.Add(("tRNS", colour == 3 ? alpha : key));
        return (PngCraft.File([.. chunks, ("IDAT", data[..cut]), ("IDAT", data[cut..]), ("tIME", new byte[7]), PngCraft.End]), width, height, [.. rgba]);
    }
}
