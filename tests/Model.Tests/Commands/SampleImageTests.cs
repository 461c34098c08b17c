using ReptileGen.Formats;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary><c>sample --image</c> with picture files.</summary>
[TestClass]
public sealed class SampleImageTests
{
    private const int Rows = 4;
    private const int Columns = 6;

    /// <summary>A picture of any size and kind is given as its first rows, whatever is drawn below.</summary>
    [TestMethod]
    [DataRow(1, 1, false)]
    [DataRow(7, 3, false)]
    [DataRow(5, 8, true)]
    public void TheFirstRowsOfAPictureAreGiven(int across, int down, bool isColour)
    {
        using PackedFixture folder = Model();
        byte[] bits = [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
        int width = Columns * across, height = Rows * down;
        byte[] gray = [.. Enumerable.Range(0, width * height).Select(p => (byte)(255 * bits[p / width / down * Columns + p % width / across]))];
        if (isColour)
        {
            Png.WriteRgb(folder.File("p.png"), width, height, [.. gray.SelectMany(g => new[] { g, g, g })]);
        }
        else
        {
            Png.WriteGray(folder.File("p.png"), width, height, gray);
        }

        (int code, _, string error) = Sample(folder, "--image", folder.File("p.png"), "--rows", "3", "--count", "4", "--zoom", "1", "--out", folder.File("c.png"));
        Assert.AreEqual((0, ""), (code, error));
        Picture sheet = PngReader.Read(folder.File("c.png"));
        byte[] pixels = sheet.Gray();
        for (int i = 0; i < 4; i++)
        {
            for (int p = 0; p < 3 * Columns; p++)
            {
                int y = i / 2 * (Rows + 2) + p / Columns, x = i % 2 * (Columns + 2) + p % Columns;
                Assert.AreEqual(255 * bits[p], pixels[y * sheet.Width + x], $"sample {i}, pixel {p}");
            }
        }
    }

    /// <summary>Gray levels are made bits by the protocol of the model: the same seed, the same bits.</summary>
    [TestMethod]
    [DataRow(Protocol.Dynamic)]
    [DataRow(Protocol.Threshold)]
    public void GrayBecomesBitsByTheModelsProtocol(Protocol protocol)
    {
        using PackedFixture folder = Model(protocol);
        byte[] gray = [.. Enumerable.Range(0, Rows * Columns).Select(p => (byte)(p * 10))], expected = new byte[gray.Length];
        Png.WriteGray(folder.File("p.png"), Columns, Rows, gray);
        EpisodeLayout layout = EpisodeLayout.Of(new ImageInputSpec(Rows, Columns));
        new ImageEpisodes(_ => gray, 0, 1, layout, protocol, 5).Read(0, 0, expected);
        Assert.AreEqual(0, Sample(folder, "--image", folder.File("p.png"), "--rows", $"{Rows}", "--count", "1", "--zoom", "1", "--seed", "5", "--out", folder.File("c.png")).Code);
        CollectionAssert.AreEqual(expected.Select(b => (byte)(255 * b)).ToArray(), PngReader.Read(folder.File("c.png")).Gray());
    }

    [TestMethod]
    public void APaperWhitePictureIsRemarkedUpon()
    {
        using PackedFixture folder = Model();
        byte[] gray = [.. Enumerable.Repeat((byte)255, 100)];
        gray[55] = 0;
        Png.WriteGray(folder.File("p.png"), 10, 10, gray);
        (int code, _, string error) = Sample(folder, "--image", folder.File("p.png"), "--count", "1", "--out", folder.File("c.png"));
        Assert.AreEqual(0, code);
        Assert.Contains("p.png is mostly light, and light is taken for ink", error);
    }

    [TestMethod]
    [DataRow("--image no.png", "--image: expected the number of a test image, or a PNG file, found no.png: no such file")]
    [DataRow("--image MODEL", "first bytes: expected 89504e470d0a1a0a (PNG), found ")]
    [DataRow("--image CUT", "the file is cut off")]
    [DataRow("--image GOOD --rows 0", "--rows: expected 1 to 4, found 0")]
    [DataRow("--image GOOD --rows 5", "--rows: expected 1 to 4, found 5")]
    [DataRow("--image GOOD --prefix GOOD", "--image: expected a model of images, and no --prefix beside it, found ")]
    [DataRow("--image -1", "--image: expected 0 to 19, found -1")]
    [DataRow("--image 20", "--image: expected 0 to 19, found 20")]
    [DataRow("--rows 3", "--rows: expected --image beside it, found 3")]
    public void WhatCannotBeCompletedIsOneLine(string line, string message)
    {
        using PackedFixture folder = Model();
        folder.WithImages(split: "test", height: Rows, width: Columns);
        byte[] good = Png.EncodeGray(2, 2, [0, 255, 255, 0]);
        File.WriteAllBytes(folder.File("GOOD"), good);
        File.WriteAllBytes(folder.File("CUT"), good[..^20]);
        (int code, string output, string error) = Sample(folder, [.. line.Split(' ').Select(w => w is "MODEL" or "GOOD" or "CUT" ? folder.File(w) : w), "--data", folder.Folder, "--out", folder.File("c.png")]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
        Assert.IsFalse(File.Exists(folder.File("c.png")));
    }

    private static PackedFixture Model(Protocol protocol = Protocol.Dynamic)
    {
        PackedFixture folder = new();
        RunSpec spec = TinyModel.Run(TinyModel.Image(Rows, Columns));
        spec = spec with { Data = spec.Data with { Protocol = protocol } };
        ModelFile.Write(folder.File("MODEL"), Run.New(spec, new NetworkPlan(spec.Network)).Model);
        return folder;
    }

    private static (int Code, string Output, string Error) Sample(PackedFixture folder, params string[] options) =>
        Shell.Run(["sample", folder.File("MODEL"), .. options]);
}
