using System.Diagnostics;
using System.Globalization;
using ReptileGen.Benchmarks;
using TorchSharp;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var threads = get_num_threads();
var peak = Peak.Measure(20);
Console.WriteLine($"multiply-add peak of one core: {peak:0.0} GFLOP/s (single precision)");
Console.WriteLine("    m     n     k  threads  GFLOP/s  of the peak");
foreach (var count in threads > 1 ? [1, threads] : new[] { 1 })
{
    set_num_threads(count);
    foreach (var (m, n, k) in new[] { (512, 512, 512), (100, 784, 500), (100, 500, 784), (500, 784, 100), (1024, 1024, 1024), (64, 64, 64), (40, 40, 10) })
    {
        using var a = randn(m, k);
        using var b = randn(k, n);
        var best = double.MaxValue;
        var repeat = Math.Max(1, (int)(2e7 / (2.0 * m * n * k)));
        for (var run = 0; run < 150; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeat; i++)
                a.matmul(b).Dispose();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / repeat);
        }

        var speed = 2.0 * m * n * k / best / 1e9;
        Console.WriteLine($"{m,5} {n,5} {k,5}  {count,7}  {speed,7:0.0}  {speed / (peak * count),11:P0}");
    }
}

set_num_threads(1);
using var x = randn(100, 500);
foreach (var (name, operation) in new (string, Func<Tensor>)[]
{
    ("add", () => x + x), ("add a number", () => x + 1), ("sigmoid", () => x.sigmoid()), ("tanh", () => x.tanh()), ("exp", () => x.exp()),
    ("softplus", () => nn.functional.softplus(x)), ("sum", () => x.sum()), ("sum of rows", () => x.sum(dim: 1)), ("bernoulli", () => x.bernoulli()),
})
{
    var best = double.MaxValue;
    for (var run = 0; run < 200; run++)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++)
            operation().Dispose();
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / 10);
    }

    Console.WriteLine($"{name,12}: {best / x.numel() * 1e9,6:0.000} ns an element (100 x 500)");
}
