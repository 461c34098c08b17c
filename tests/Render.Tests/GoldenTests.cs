using System.IO.Compression;

namespace ReptileGen.Render.Tests;

/// <summary>
/// Each view against a small picture of itself (80 x 45 means of 8 x 8 pixels), with a tolerance for drivers that round
/// otherwise. REPTILEGEN_GOLDEN=write makes them anew, in the source folder: look at them before you commit.
/// </summary>
[TestClass]
public sealed class GoldenTests
{
    private const int Width = 80;
    private const int Height = 45;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    public void AViewLooksAsBefore(int view)
    {
        byte[] small = Shrink(Headless.Render(view, 45, state =>
        {
            state.Pace.Speed = view == 6 ? 4000 : 300;
            state.Tensor = 2;
        }));
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", $"view{view}.deflate");
        if (Environment.GetEnvironmentVariable("REPTILEGEN_GOLDEN") == "write")
        {
            Write(Path.Combine(Source(), "Golden", $"view{view}.deflate"), small);
            return;
        }

        byte[] golden = Read(path);
        double mean = small.Zip(golden, (a, b) => Math.Abs(a - b)).Average();
        int far = small.Zip(golden, (a, b) => Math.Abs(a - b)).Count(difference => difference > 24);
        Assert.IsInRange(0, 1.5, mean, $"mean difference {mean}");
        Assert.IsLessThan(small.Length / 200, far, $"{far} of {small.Length} means differ by more than 24");
    }

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static byte[] Shrink(byte[] rgba)
    {
        byte[] result = new byte[Width * Height * 3];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    int sum = 0;
                    for (int i = 0; i < 64; i++)
                    {
                        sum += rgba[(((((y * 8) + (i / 8)) * Width * 8) + (x * 8) + (i % 8)) * 4) + channel];
                    }

                    result[(((y * Width) + x) * 3) + channel] = (byte)(sum / 64);
                }
            }
        }

        return result;
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new DeflateStream(File.Create(path), CompressionLevel.SmallestSize);
        stream.Write(bytes);
    }

    private static byte[] Read(string path)
    {
        byte[] bytes = new byte[Width * Height * 3];
        using var stream = new DeflateStream(File.OpenRead(path), CompressionMode.Decompress);
        stream.ReadExactly(bytes);
        return bytes;
    }
}
