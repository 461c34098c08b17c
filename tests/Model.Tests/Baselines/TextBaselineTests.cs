using System.Text;
using ReptileGen.Model.Baselines.Text;
using TorchSharp;

namespace ReptileGen.Model.Tests.Baselines;

[TestClass]
public sealed class TextBaselineTests
{
    [TestMethod]
    public void BackoffFollowsWittenAndBell()
    {
        var model = new BackoffModel(1);
        model.Add("aab"u8);

        // Order 0: a twice, b once. After a: a once, b once.
        double a0 = (2 + 2 / 256.0) / 5, b0 = (1 + 2 / 256.0) / 5, z0 = 2 / 256.0 / 5;
        Assert.AreEqual((1 + 2 * a0) / 4, model.Probability("a"u8, (byte)'a'), 1e-15);
        Assert.AreEqual((1 + 2 * b0) / 4, model.Probability("a"u8, (byte)'b'), 1e-15);
        Assert.AreEqual(2 * z0 / 4, model.Probability("a"u8, (byte)'z'), 1e-15);

        // b was never followed by anything; the start of a line was followed by a once.
        Assert.AreEqual(a0, model.Probability("b"u8, (byte)'a'), 1e-15);
        Assert.AreEqual((1 + a0) / 2, model.Probability(""u8, (byte)'a'), 1e-15);
        Assert.AreEqual(2 + 1 + 2, model.Parameters);
        Assert.AreEqual(1.0 / 256, new BackoffModel(3).Probability("a"u8, 7), 1e-15);
    }

    [TestMethod]
    public void BackoffIsADistributionAfterAnyContext()
    {
        var random = new Random(1);
        for (var order = 0; order <= 7; order++)
        {
            var model = new BackoffModel(order);
            for (var i = 0; i < 20; i++)
                model.Add(Line(random));
            for (var i = 0; i < 20; i++)
            {
                var context = Line(random);
                Assert.AreEqual(1, Enumerable.Range(0, 256).Sum(c => model.Probability(context, (byte)c)), 1e-12);
            }
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BackoffModel(8));
    }

    [TestMethod]
    public void LstmIsCausalAndADistribution()
    {
        using var model = new TextLstm(5, 1);
        Assert.AreEqual(model.parameters().Sum(p => p.numel()), TextLstm.ParametersOf(5));
        Assert.AreEqual(5, TextLstm.HiddenFor(TextLstm.ParametersOf(6) - 1));

        // All two-byte lines with the same start: their probabilities sum to that of the start.
        var lines = Enumerable.Range(0, 256).Select(c => new byte[] { 65, (byte)c }).ToArray();
        var start = TextLstmTrainer.Nats(model, [[65]])[0];
        Assert.AreEqual(Math.Exp(-start), TextLstmTrainer.Nats(model, lines).Sum(nats => Math.Exp(-nats)), 1e-6);

        // A line's likelihood does not depend on the longer line beside it.
        byte[] line = [1, 2, 3, 0];
        Assert.AreEqual(
            TextLstmTrainer.Nats(model, [line])[0], TextLstmTrainer.Nats(model, [line, new byte[40]])[0], 1e-5);
    }

    [TestMethod]
    public void LstmLearnsAndKeepsTheBest()
    {
        using var model = new TextLstm(16, 2);
        byte[][] lines = [.. Enumerable.Repeat("abcabcabc\0"u8.ToArray(), 32)];
        var before = TextLstmTrainer.Nats(model, lines[..1])[0];
        new TextLstmTrainer(model, 1).Run(lines, lines[..4], 40, _ => { }, default);
        Assert.IsInRange(0, before / 2, TextLstmTrainer.Nats(model, lines[..1])[0]);
        Assert.ThrowsExactly<OperationCanceledException>(() => new TextLstmTrainer(model, 1).Run(lines, lines, 1, _ => { }, new CancellationToken(true)));
    }

    [TestMethod]
    public void CompressorsCountWholeFiles()
    {
        byte[] text = Compressors.File(["ab\0"u8.ToArray(), "cd"u8.ToArray()]);
        Assert.AreEqual("ab\ncd\n", Encoding.ASCII.GetString(text));
        var random = new byte[10_000];
        new Random(1).NextBytes(random);
        Assert.IsNull(Compressors.Size("no-such-compressor", random));
        foreach (var program in new[] { "gzip", "xz" })
        {
            if (Compressors.Size(program, random) is not { } size)
                Assert.Inconclusive($"{program} is not installed here");
            else
                Assert.IsInRange(10_000, 10_200, size, program);
        }

        Assert.IsInRange(10, 100, Compressors.Size("gzip", new byte[10_000])!.Value);
    }

    private static byte[] Line(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(_ => (byte)random.Next('a', 'e'))];
}
