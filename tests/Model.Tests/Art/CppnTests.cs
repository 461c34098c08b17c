using System.Security.Cryptography;
using System.Text;
using ReptileGen.Formats;
using ReptileGen.Model.Art;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Tests.Commands;

namespace ReptileGen.Model.Tests.Art;

[TestClass]
public sealed class CppnTests
{
    private static readonly ulong[] Seeds = [.. Enumerable.Range(0, 9).Select(i => (ulong)i), ulong.MaxValue];

    /// <summary>Pictures that someone has chosen must stay what they are: the whole description, as text.</summary>
    [TestMethod]
    [DataRow(1ul, "B4BBA96888DA8918")]
    [DataRow(10ul, "CAE3314925F5362A")]
    public void ASeedIsANetworkForGood(ulong seed, string expected) =>
        Assert.AreEqual(expected, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(CppnGlsl.Write(Cppn.Create(seed)))))[..16]);

    [TestMethod]
    public void OtherSeedsAreOtherNetworks() =>
        Assert.HasCount(Seeds.Length, Seeds.Select(seed => CppnGlsl.Write(Cppn.Create(seed))).Distinct());

    [TestMethod]
    public void ANodeSeesEarlierValuesOnly()
    {
        foreach (var network in Seeds.Select(Cppn.Create))
        {
            for (var i = 0; i < network.Nodes.Count; i++)
            {
                Assert.IsTrue(network.Nodes[i].Sources.All(source => source >= 0 && source < Cppn.Inputs + i));
                Assert.IsTrue(network.Nodes[i].Weights.Append(network.Nodes[i].Bias).All(w => double.IsInteger(w * 256)));
                CollectionAssert.AllItemsAreUnique(network.Nodes[i].Sources.ToList());
            }
        }
    }

    [TestMethod]
    public void NoPictureIsDullOrNoisy()
    {
        const int Side = 96;
        foreach (var seed in Seeds)
        {
            var pixels = CppnPicture.Paint(Cppn.Create(seed), Side, Side);
            var mean = pixels.Average(p => p);
            var deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
            var roughness = Enumerable.Range(0, Side * (Side - 1) * 3).Average(i => Math.Abs(pixels[i] - pixels[i + Side * 3]));
            Assert.IsGreaterThan(30, deviation, $"seed {seed}: dull");
            Assert.IsInRange(0, 20, roughness, $"seed {seed}: noisy");
        }
    }

    /// <summary>A picture shows the same at any size, and edges are smooth: a pixel is, in linear light, the mean of the four finer ones.</summary>
    [TestMethod]
    public void APixelIsTheMeanOfWhatItCovers()
    {
        const int Width = 40, Height = 24;
        foreach (var seed in Seeds)
        {
            var network = Cppn.Create(seed);
            byte[] coarse = CppnPicture.Paint(network, Width, Height), fine = CppnPicture.Paint(network, 2 * Width, 2 * Height);
            var differences = Enumerable.Range(0, Width * Height * 3).Select(i =>
            {
                int x = i / 3 % Width, y = i / 3 / Width, at = ((2 * y * 2 * Width) + 2 * x) * 3 + i % 3;
                return Math.Abs(Linear(coarse[i]) - (Linear(fine[at]) + Linear(fine[at + 3]) + Linear(fine[at + 6 * Width]) + Linear(fine[at + 6 * Width + 3])) / 4);
            }).ToList();
            Assert.IsInRange(0, 0.01, differences.Average(), $"seed {seed}");
        }

        static double Linear(byte encoded) => encoded <= 10 ? encoded / 255.0 / 12.92 : Math.Pow((encoded / 255.0 + 0.055) / 1.055, 2.4);
    }

    [TestMethod]
    public void TheMiddleOfAWiderPictureIsTheSquareOne()
    {
        var network = Cppn.Create(4);
        byte[] square = CppnPicture.Paint(network, 20, 20), wide = CppnPicture.Paint(network, 32, 20);
        for (var row = 0; row < 20; row++)
            CollectionAssert.AreEqual(square[(row * 60)..(row * 60 + 60)], wide[(row * 96 + 18)..(row * 96 + 78)]);
    }

    [TestMethod]
    public void ColoursAreThoseOfOklab()
    {
        var palette = new CppnPalette(0, 1);
        double dark = -CppnPalette.Lightness / CppnPalette.LightnessRange, white = (1 - CppnPalette.Lightness) / CppnPalette.LightnessRange;
        Same((0, 0, 0), palette.Colour(dark, 0, -2));
        Same((1, 1, 1), palette.Colour(white, 0, -2));
        Same((0.125, 0.125, 0.125), palette.Colour((0.5 - CppnPalette.Lightness) / CppnPalette.LightnessRange, 0, -2));

        static void Same((double, double, double) expected, (double, double, double) found)
        {
            Assert.AreEqual(expected.Item1, found.Item1, 1e-7);
            Assert.AreEqual(expected.Item2, found.Item2, 1e-7);
            Assert.AreEqual(expected.Item3, found.Item3, 1e-7);
        }
    }

    [TestMethod]
    public void TheCommandWritesThePicture()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("picture.png");
        var (code, output, error) = Shell.Run("sample", "cppn", "--seed", "5", "--width", "20", "--height", "10", "--out", target);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual($"{target}: 20 x 10, seed 5", output.Trim());
        var picture = PngReader.Read(target);
        Assert.AreEqual((20, 10), (picture.Width, picture.Height));
        CollectionAssert.AreEqual(CppnPicture.Paint(Cppn.Create(5), 20, 10), picture.Rgba.ToArray().Where((_, i) => i % 4 < 3).ToArray());
    }

    [TestMethod]
    [DataRow("sample cppn --width 0", ExitCode.Failure, "--width: expected 1 to 8192, found 0")]
    [DataRow("sample cppn --height 9000", ExitCode.Failure, "--height: expected 1 to 8192, found 9000")]
    [DataRow("sample mnist cppn", ExitCode.Usage, "cppn: expected nothing before the word cppn, found mnist.")]
    [DataRow("sample --seed 3 cppn", ExitCode.Usage, "cppn: expected nothing before the word cppn, found 3.")]
    public void WrongCommandLinesAreOneLine(string line, int expected, string message)
    {
        var (code, output, error) = Shell.Run(line.Split(' '));
        Assert.AreEqual((expected, ""), (code, output));
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
    }
}
