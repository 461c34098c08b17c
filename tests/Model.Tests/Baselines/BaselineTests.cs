using ReptileGen.Formats;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.Baselines;

/// <summary>Every model, tiny and with random weights, is an exact distribution over images.</summary>
[TestClass]
public class BaselineTests
{
    public static IEnumerable<object[]> Specs() =>
    [
        [new BaselineSpec("fvsbn", 2, 3)],
        [new BaselineSpec("nade", 2, 3, Hidden: 5)],
        [new BaselineSpec("made", 2, 3, Hidden: 9, Layers: 1)],
        [new BaselineSpec("made", 2, 3, Hidden: 9, Layers: 2, Masks: 3, RandomOrder: true)],
        [new BaselineSpec("pixelcnn", 2, 3, Hidden: 3, Layers: 1)],
        [new BaselineSpec("gated-pixelcnn", 2, 3, Hidden: 3, Layers: 2)],
        [new BaselineSpec("lstm", 2, 3, Hidden: 5, Layers: 2)],
    ];

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void ProbabilitiesOfAllImagesSumToOne(BaselineSpec spec)
    {
        using var scope = NewDisposeScope();
        using var model = Random(spec);
        var probabilities = (-model.Nats(Everything(spec.Pixels)).to(ScalarType.Float64)).exp();
        Assert.AreEqual(1, probabilities.sum().item<double>(), 1e-5);
        Assert.IsGreaterThan(2 * probabilities.min().item<double>(), probabilities.max().item<double>(), "the weights are random, so images differ in probability");
    }

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void LogitsSeeEarlierPixelsOnly(BaselineSpec spec)
    {
        using var scope = NewDisposeScope();
        using var model = Random(spec);
        var place = new int[spec.Pixels];
        for (var i = 0; i < spec.Pixels; i++)
            place[model.Order[i]] = i;
        var x = Everything(spec.Pixels).requires_grad_();
        var logits = model.call(x);
        var seen = 0;
        for (var pixel = 0; pixel < spec.Pixels; pixel++)
        {
            var gradient = autograd.grad([logits.select(1, pixel).sum()], [x], retain_graph: true, allow_unused: true)[0];
            if (gradient.IsInvalid)
                continue;
            var largest = gradient.abs().amax(0L).data<float>().ToArray();
            for (var other = 0; other < spec.Pixels; other++)
            {
                if (place[other] >= place[pixel])
                    Assert.AreEqual(0f, largest[other], $"logit {pixel} sees pixel {other}");
                else
                    seen += largest[other] > 0 ? 1 : 0;
            }
        }

        Assert.AreEqual(spec.Pixels * (spec.Pixels - 1) / 2, seen, "every earlier pixel is seen");
    }

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void SamplesFollowTheProbabilities(BaselineSpec spec)
    {
        using var scope = NewDisposeScope();
        using var model = Random(spec);
        const int Count = 20_000;
        var expected = (-model.Nats(Everything(spec.Pixels))).exp().data<float>().ToArray();
        var images = model.Sample(Count, new RandomStream(4, "test"), 1);
        var counts = new int[expected.Length];
        for (var i = 0; i < Count; i++)
        {
            var number = 0;
            for (var p = 0; p < spec.Pixels; p++)
                number = number * 2 + (int)images[i, p];
            counts[number]++;
        }

        ChiSquare.AssertFollows(Array.ConvertAll(expected, p => (double)p), counts, 20);
    }

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void CheckpointsKeepTheModel(BaselineSpec spec)
    {
        using var scope = NewDisposeScope();
        using var model = Random(spec);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            BaselineFile.Write(path, model, new BaselineTraining(1, 2, 0.1), [new EpochResult(1, 2, 3, 4, true)]);
            using var read = BaselineFile.Read(path);
            Assert.AreEqual(spec, read.Spec);
            var x = Everything(spec.Pixels);
            CollectionAssert.AreEqual(model.Nats(x).data<float>().ToArray(), read.Nats(x).data<float>().ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void NadesOwnGradientsAreThoseOfAutograd()
    {
        using var scope = NewDisposeScope();
        using var model = (Nade)Random(new BaselineSpec("nade", 3, 4, Hidden: 7)).to(ScalarType.Float64);
        var x = rand(9, 12, ScalarType.Float64, generator: new Generator(3)).bernoulli(new Generator(4));
        var loss = nn.functional.binary_cross_entropy_with_logits(model.call(x), x, reduction: nn.Reduction.Sum) / 9;
        var expected = autograd.grad([loss], model.parameters().ToArray());
        Assert.AreEqual(loss.item<double>(), model.Gradients(x, x), 1e-12);
        foreach (var (parameter, gradient) in model.parameters().Zip(expected))
            Assert.IsTrue(gradient.allclose(parameter.grad!, 1e-10, 1e-12));
        Assert.AreEqual(loss.item<double>(), model.Nats(x).mean().item<double>(), 1e-12);
    }

    /// <summary>Over all bits that a gray image may become, weighted with their chances, the two losses and their gradients have the same mean.</summary>
    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void ExpectedLossesHaveTheSameMeanGradients(BaselineSpec spec)
    {
        using var scope = NewDisposeScope();
        using var model = (Baseline)Random(spec).to(ScalarType.Float64);
        var chances = tensor(new[] { 0, 0.2, 0.5, 0.9, 1, 0.6 });
        var (drawn, drawnScatter) = Mean(bits => bits);
        var (expected, expectedScatter) = Mean(_ => chances.unsqueeze(0));
        for (var i = 0; i < drawn.Length; i++)
            Assert.AreEqual(drawn[i], expected[i], 1e-10 * (1 + Math.Abs(drawn[i])), $"number {i}: the loss, then the gradients");
        Assert.IsGreaterThan(expectedScatter, drawnScatter, "and less scatter");

        (double[] Mean, double Scatter) Mean(Func<Tensor, Tensor> target)
        {
            var everything = Everything(spec.Pixels).to(ScalarType.Float64);
            double[] mean = [];
            var square = 0.0;
            for (var i = 0; i < everything.shape[0]; i++)
            {
                var bits = everything[i].unsqueeze(0);
                var weight = (bits * chances + (1 - bits) * (1 - chances)).data<double>().ToArray().Aggregate(1.0, (product, chance) => product * chance);
                if (weight == 0)
                    continue;
                for (var masks = 0; masks < spec.Masks; masks++)
                {
                    double[] one = [model.Gradients(bits, target(bits)), .. model.parameters().SelectMany(p => p.grad!.data<double>().ToArray())];
                    mean = mean.Length == 0 ? new double[one.Length] : mean;
                    for (var k = 0; k < one.Length; k++)
                        mean[k] += weight / spec.Masks * one[k];
                    square += weight / spec.Masks * one.Skip(1).Sum(g => g * g);
                }
            }

            return (mean, square);
        }
    }

    /// <summary>The chances of some images in any order are their gray values; where they are 0 or 1 the bit is certain.</summary>
    [TestMethod]
    [DataRow(Protocol.Dynamic)]
    [DataRow(Protocol.Threshold)]
    public void ChancesAreTheGrayValuesOfTheImagesAskedFor(Protocol protocol)
    {
        using var data = new PackedFixture().WithImages(count: 60, height: 4, width: 5);
        using var images = BinaryImages.Open(data.Folder, "mnist", Split.Train, protocol, 3);
        int[] indices = [7, 2, 40];
        var chances = images.Chances(indices, CPU).data<float>().ToArray();
        var bits = images.Batch(indices, 1, CPU).data<float>().ToArray();
        for (var i = 0; i < chances.Length; i++)
        {
            var gray = i % 20 == 0 ? 255 : 25 * (indices[i / 20] % 10);
            Assert.AreEqual(protocol == Protocol.Dynamic ? gray / 255f : gray >= 128 ? 1 : 0, chances[i]);
            Assert.IsTrue(chances[i] is > 0 and < 1 || bits[i] == chances[i]);
        }
    }

    [TestMethod]
    public void TheStartIsTheFrequencies()
    {
        using var scope = NewDisposeScope();
        using var model = new Fvsbn(new BaselineSpec("fvsbn", 1, 4));
        model.StartAt(tensor(new[] { 0.25f, 0.5f, 0f, 1f }));
        var p = model.call(zeros(1, 4)).sigmoid().data<float>().ToArray();
        Assert.AreEqual(0.25, p[0], 1e-6);
        Assert.AreEqual(0.5, p[1], 1e-6);
        Assert.AreEqual(0.001, p[2], 1e-6);
        Assert.AreEqual(0.999, p[3], 1e-6);
    }

    [TestMethod]
    public void TrainingLearnsADeterministicImage()
    {
        foreach (var spec in new[] { new BaselineSpec("fvsbn", 2, 3), new BaselineSpec("nade", 2, 3, Hidden: 5), new BaselineSpec("made", 2, 3, Hidden: 9, Layers: 1) })
        {
            using var scope = NewDisposeScope();
            using var model = ReptileGen.Model.Baselines.Baselines.Create(spec);
            using var optimizer = optim.Adam(model.parameters(), 0.1);
            var x = tensor(new float[,] { { 1, 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0, 1 } });
            for (var step = 0; step < 500; step++)
            {
                model.Gradients(x, x);
                optimizer.step();
            }

            Assert.AreEqual(Math.Log(2), model.Nats(x).mean().ToDouble(), 0.02, $"{spec.Name}: two images are one coin");
        }
    }

    [TestMethod]
    public void UnknownNamesAndForeignFilesAreRefused()
    {
        Assert.Contains("nade", Assert.ThrowsExactly<UserException>(() => ReptileGen.Model.Baselines.Baselines.Preset("nada", false)).Message, StringComparison.Ordinal);
        Assert.ThrowsExactly<UserException>(() => BaselineFile.Locate("nowhere"));
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using (var writer = new SafetensorsWriter(path, [], new Dictionary<string, string> { ["format"] = "other", ["version"] = "1" }))
                writer.Commit();
            Assert.ThrowsExactly<InvalidFileException>(() => BaselineFile.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Baseline Random(BaselineSpec spec)
    {
        var model = ReptileGen.Model.Baselines.Baselines.Create(spec);
        var random = new Generator(17);
        using var mode = no_grad();
        foreach (var parameter in model.parameters())
            parameter.normal_(0, 0.8, random);
        return model;
    }

    /// <summary>All images of so many pixels, in the order of the numbers that they spell.</summary>
    private static Tensor Everything(int pixels)
    {
        var values = new float[1 << pixels, pixels];
        for (var i = 0; i < 1 << pixels; i++)
        {
            for (var p = 0; p < pixels; p++)
                values[i, p] = (i >> (pixels - 1 - p)) & 1;
        }

        return tensor(values);
    }
}
