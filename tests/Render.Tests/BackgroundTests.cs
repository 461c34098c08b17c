using ReptileGen.Model.Art;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Tests;

/// <summary>The background: the shader paints what the CPU paints, and leaves texts readable.</summary>
[TestClass]
public sealed class BackgroundTests
{
    /// <summary>
    /// The CPU computes in double precision, the GPU in single, so a channel may round otherwise: by at most 2 of 255, and
    /// seldom (by at most 1, in one of 10,000, with Mesa's llvmpipe).
    /// </summary>
    [TestMethod]
    [DataRow(0ul)]
    [DataRow(1ul)]
    [DataRow(4ul)]
    [DataRow(10ul)]
    [DataRow(11ul)]
    [DataRow(19ul)]
    [DataRow(ulong.MaxValue)]
    public void TheShaderPaintsThePictureOfTheCpu(ulong seed)
    {
        const int Width = 160, Height = 90;
        Cppn network = Cppn.Create(seed);
        using HeadlessHost host = Headless.Open(new ViewerState(), Width, Height);
        host.Frame();
        BackgroundView.Paint(host.Scene, network, Width, Height, CppnPicture.Samples);
        byte[] gpu = Headless.Pixels(host), cpu = CppnPicture.Paint(network, Width, Height);
        int[] differences = [.. Enumerable.Range(0, cpu.Length).Select(i =>
        {
            int row = Height - 1 - (i / 3 / Width), column = i / 3 % Width;
            return Math.Abs(cpu[i] - gpu[(((row * Width) + column) * 4) + (i % 3)]);
        })];
        Assert.IsLessThanOrEqualTo(2, differences.Max());
        Assert.IsInRange(0, 0.01, differences.Average());
    }

    [TestMethod]
    public void TheQuietestTextHasTheContrastThatWcagAsksForEverywhere()
    {
        var state = new ViewerState { View = 3, HasHud = false, HasBackground = true };
        using HeadlessHost host = Headless.Open(state, 160, 90);
        double text = Luminance(Color.Muted.R, Color.Muted.G, Color.Muted.B);
        for (state.BackgroundSeed = 0; state.BackgroundSeed < 12; state.BackgroundSeed++)
        {
            host.Frame();
            byte[] shown = Headless.Pixels(host);
            double brightest = 0;
            for (int i = 0; i < 160 * 5; i++)
            {
                // The lowest rows: no view draws there.
                brightest = Math.Max(brightest, Luminance(shown[4 * i] / 255.0, shown[(4 * i) + 1] / 255.0, shown[(4 * i) + 2] / 255.0));
            }

            Assert.IsGreaterThan(4.5, (text + 0.05) / (brightest + 0.05), $"network {state.BackgroundSeed}");
        }
    }

    [TestMethod]
    public void AnyColourWouldKeepThatContrast()
    {
        double Over(float night) => night + ((1 - night) * BackgroundView.Opacity);
        double white = Luminance(Over(Color.Night.R), Over(Color.Night.G), Over(Color.Night.B));
        Assert.IsGreaterThan(4.5, (Luminance(Color.Muted.R, Color.Muted.G, Color.Muted.B) + 0.05) / (white + 0.05));
    }

    [TestMethod]
    public void FramesWithABackgroundAreTheSame()
    {
        var state = new ViewerState { HasBackground = true, IsPaused = true };
        using HeadlessHost host = Headless.Open(state, 160, 90);
        host.Frame();
        byte[] first = Headless.Pixels(host);
        host.Frame();
        CollectionAssert.AreEqual(first, Headless.Pixels(host));
        state.HasBackground = false;
        host.Frame();
        CollectionAssert.AreNotEqual(first, Headless.Pixels(host));
    }

    [TestMethod]
    public void BackgroundsAreReleased()
    {
        int before = GlObject.Alive;
        var state = new ViewerState { HasBackground = true };
        using (HeadlessHost host = Headless.Open(state, 160, 90))
        {
            host.Frame();
            state.BackgroundSeed++;
            host.Frame();
        }

        Assert.AreEqual(before, GlObject.Alive);
    }

    private static double Luminance(double red, double green, double blue) =>
        (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue));

    private static double Linear(double encoded) => encoded <= 0.04045 ? encoded / 12.92 : Math.Pow((encoded + 0.055) / 1.055, 2.4);
}
