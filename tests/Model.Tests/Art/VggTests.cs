using ReptileGen.Formats;
using ReptileGen.Model.Art;
using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.Art;

/// <summary>VGG of few channels, from a file, against loops.</summary>
[TestClass]
public sealed class VggTests
{
    private static readonly int[][] Narrow = [[2, 3], [3, 2], [2, 2, 2, 2], [3, 4, 3, 3], [2]];

    [TestMethod]
    public void MapsAreThoseOfTheLayersByDefinition()
    {
        using var folder = new TemporaryFolder();
        var weights = Write(folder.File("vgg.safetensors"), Narrow);
        using var scope = NewDisposeScope();
        using var vgg = VggFeatures.Read(folder.File("vgg.safetensors"), Narrow, CPU);
        var picture = rand([1, 3, 32, 32], generator: new Generator(4));
        var maps = vgg.Of(picture);
        CollectionAssert.AreEqual((long[])[32, 16, 8, 4, 2], maps.Style.Select(map => map.shape[3]).ToArray());

        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        var pixels = picture.data<float>().ToArray();
        var x = Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 1024).Select(i => (pixels[c * 1024 + i] - mean[c]) / deviation[c]).ToArray()).ToArray();
        int side = 32, number = 0;
        for (var block = 0; block < Narrow.Length; block++, number++)
        {
            if (block > 0)
                (x, side) = (x.Select(plane => Halved(plane, side)).ToArray(), side / 2);
            for (var layer = 0; layer < Narrow[block].Length; layer++, number += 2)
            {
                x = Layer(x, side, weights[$"features.{number}.weight"], weights[$"features.{number}.bias"]);
                if (layer == 0)
                    Same(x, maps.Style[block]);
                if (block == 3 && layer == 1)
                    Same(x, maps.Content.Single());
            }
        }

        Assert.AreEqual(31, number);
    }

    [TestMethod]
    public void TheLayersAreThoseOfTorchvision()
    {
        int number = 0, inputs = 3;
        var shapes = new Dictionary<int, (int Outputs, int Inputs)>();
        foreach (var block in VggFeatures.Layers)
        {
            foreach (var outputs in block)
            {
                shapes[number] = (outputs, inputs);
                (number, inputs) = (number + 2, outputs);
            }

            number++;
        }

        CollectionAssert.AreEqual((int[])[0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28], shapes.Keys.ToArray());
        Assert.AreEqual((512, 512), shapes[28]);
        Assert.AreEqual((512, 256), shapes[19]);
    }

    [TestMethod]
    public void WrongFilesAreOneLine()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("vgg.safetensors");
        Write(path, Narrow);
        Assert.Contains("shape of features.0.weight: expected [64, 3, 3, 3], found [2, 3, 3, 3]", Assert.ThrowsExactly<InvalidFileException>(() => VggFeatures.Read(path, CPU)).Message);
        Write(path, Narrow[..4]);
        Assert.Contains("tensors: expected one named features.28.weight", Assert.ThrowsExactly<InvalidFileException>(() => VggFeatures.Read(path, Narrow, CPU)).Message);
    }

    private static Dictionary<string, float[]> Write(string path, int[][] layers)
    {
        var random = new RandomStream(6, "test");
        var tensors = new List<(TensorSpec Spec, float[] Values)>();
        int number = 0, inputs = 3;
        foreach (var block in layers)
        {
            foreach (var outputs in block)
            {
                Add($"features.{number}.weight", outputs, inputs, 3, 3);
                Add($"features.{number}.bias", outputs);
                (number, inputs) = (number + 2, outputs);
            }

            number++;
        }

        using var writer = new SafetensorsWriter(path, tensors.ConvertAll(t => t.Spec), new Dictionary<string, string>());
        var values = tensors.ToDictionary(t => t.Spec.Name, t => t.Values);
        foreach (var spec in writer.Tensors)
            writer.Append<float>(spec.Name, values[spec.Name]);
        writer.Commit();
        return values;

        void Add(string name, params long[] shape) => tensors.Add((
            new TensorSpec(name, DType.F32, shape),
            [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => (float)(0.3 * random.NextNormal()))]));
    }

    private static double[][] Layer(double[][] x, int side, float[] weight, float[] bias) =>
        [.. bias.Select((b, channel) => Enumerable.Range(0, side * side).Select(place =>
        {
            double sum = b;
            for (var input = 0; input < x.Length; input++)
            {
                for (var k = 0; k < 9; k++)
                {
                    int row = place / side + k / 3 - 1, column = place % side + k % 3 - 1;
                    if (row >= 0 && row < side && column >= 0 && column < side)
                        sum += weight[(channel * x.Length + input) * 9 + k] * x[input][row * side + column];
                }
            }

            return Math.Max(sum, 0);
        }).ToArray())];

    private static double[] Halved(double[] plane, int side) =>
        [.. Enumerable.Range(0, side * side / 4).Select(i =>
        {
            var at = i / (side / 2) * 2 * side + i % (side / 2) * 2;
            return (plane[at] + plane[at + 1] + plane[at + side] + plane[at + side + 1]) / 4;
        })];

    private static void Same(double[][] expected, Tensor found)
    {
        var values = found.contiguous().data<float>().ToArray();
        var flat = expected.SelectMany(plane => plane).ToArray();
        Assert.HasCount(flat.Length, values);
        for (var i = 0; i < flat.Length; i++)
            Assert.AreEqual(flat[i], values[i], 1e-4 * (1 + Math.Abs(flat[i])));
    }
}
