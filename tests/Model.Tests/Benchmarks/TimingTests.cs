using ReptileGen.Model.Benchmarks;

namespace ReptileGen.Model.Tests.Benchmarks;

/// <summary>Which rounds count; the rounds' times are made up.</summary>
[TestClass]
public sealed class TimingTests
{
    /// <summary>Badly compiled code for a while, as long as you like, then the real speed.</summary>
    [TestMethod]
    [DataRow(1, 8)]
    [DataRow(6, 7)]
    public void RoundsBeforeAJumpAreWarmUp(int slow, int warmUp)
    {
        (Timing timing, int calls) = Run(10, k => (k < slow ? 3 : 1, false));
        Assert.AreEqual(new Timing(10, 1, 1, 1), timing);
        Assert.AreEqual(warmUp + 10, calls);
    }

    /// <summary>While something is compiled nothing counts, even if the speed does not change.</summary>
    [TestMethod]
    public void RoundsThatCompileAreWarmUp()
    {
        (Timing timing, int calls) = Run(2, k => (1, k < 8));
        Assert.AreEqual(new Timing(3, 1, 1, 1), timing);
        Assert.AreEqual(8 + 3, calls);
    }

    /// <summary>A single slow round is no warm-up, but spread; rounds that get faster little by little count.</summary>
    [TestMethod]
    public void SpreadIsKept()
    {
        (Timing timing, int calls) = Run(3, k => (k == 4 ? 2 : 1 - 0.01 * k, false));
        Assert.AreEqual((3, 0.94, 0.95, 2.0), (timing.Rounds, Math.Round(timing.Best, 9), Math.Round(timing.Median, 9), timing.Slowest));
        Assert.AreEqual(4 + 3, calls);
    }

    [TestMethod]
    public void ACancelledMeasurementStops()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => Timing.Of(1, stop.Token, () => (1, false)));
    }

    private static (Timing Timing, int Calls) Run(double seconds, Func<int, (double Seconds, bool Compiled)> round)
    {
        int calls = 0;
        Timing timing = Timing.Of(seconds, default, () => round(calls++));
        return (timing, calls);
    }
}
