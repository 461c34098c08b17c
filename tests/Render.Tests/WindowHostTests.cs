using System.Runtime.InteropServices;
using ReptileGen.Model;
using ReptileGen.Model.Runs;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class WindowHostTests
{
    [TestMethod]
    public void WhatEndsAPictureIsWhatTheUserReads()
    {
        UseDisplay();
        using Trainer trainer = DivergingTrainer();
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() =>
        {
            using var window = new WindowHost(simulation, new ViewerState(), new ShaderLibrary(null), new WindowRequest(320, 180, false, "."), trainer);
            window.Run();
        });
        Assert.StartsWith("the training stopped: ", error.Message);
    }

    /// <summary>A training whose first steps are so long that it must fail.</summary>
    internal static Trainer DivergingTrainer()
    {
        RunSpec tiny = Presets.Get("tiny");
        try
        {
            return new Trainer(tiny with { Optimizer = tiny.Optimizer with { Rate = 1e30 } }, null);
        }
        catch (UserException exception)
        {
            Assert.Inconclusive(exception.Message);
            throw;
        }
    }

    /// <summary>GLFW keeps its connection, so the display lives as long as the process.</summary>
    private static void UseDisplay()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("needs Xvfb");
        }

        var display = new VirtualDisplay();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => display.Dispose();
        _ = setenv("DISPLAY", display.Name, 1);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);
}
