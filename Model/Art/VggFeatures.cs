using ReptileGen.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>
/// VGG-19 (Simonyan and Zisserman 2014) with means instead of maxima between its blocks, as Gatys et al. use it: the first
/// layer of each of five blocks for the style, the second layer of the fourth for the content.
/// </summary>
public sealed class VggFeatures : StyleFeatures
{
    private const int ContentBlock = 3;

    private static readonly float[] MeanColour = [0.485f, 0.456f, 0.406f];
    private static readonly float[] ColourDeviation = [0.229f, 0.224f, 0.225f];

    private readonly List<List<(Tensor Weight, Tensor Bias)>> _blocks = [];
    private readonly Tensor _mean;
    private readonly Tensor _deviation;

    private VggFeatures(string path, Device device)
    {
        Description = $"VGG-19, {path}";
        _mean = tensor(MeanColour).reshape(1, 3, 1, 1).to(device).DetachFromDisposeScope();
        _deviation = tensor(ColourDeviation).reshape(1, 3, 1, 1).to(device).DetachFromDisposeScope();
    }

    /// <summary>Channels of the layers of each block, as far as they are used.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Layers { get; } = [[64, 64], [128, 128], [256, 256, 256, 256], [512, 512, 512, 512], [512]];

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Reads the weights.</summary>
    /// <param name="path">A safetensors file with torchvision's names: features.0.weight [64, 3, 3, 3], features.0.bias [64], ... features.28.bias.</param>
    /// <param name="device">Where they go.</param>
    /// <exception cref="InvalidFileException">A tensor is missing, or of another type or shape, or not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static VggFeatures Read(string path, Device device) => Read(path, Layers, device);

    /// <summary>As <see cref="Read(string, Device)"/>, for blocks of other widths.</summary>
    internal static VggFeatures Read(string path, IReadOnlyList<IReadOnlyList<int>> layers, Device device)
    {
        using var file = SafetensorsFile.Open(path);
        using var scope = NewDisposeScope();
        var vgg = new VggFeatures(path, device);
        try
        {
            int number = 0, inputs = 3;
            foreach (var block in layers)
            {
                var tensors = new List<(Tensor, Tensor)>();
                vgg._blocks.Add(tensors);
                foreach (var outputs in block)
                {
                    tensors.Add((Load(file, $"features.{number}.weight", device, outputs, inputs, 3, 3), Load(file, $"features.{number}.bias", device, outputs)));
                    (number, inputs) = (number + 2, outputs);
                }

                number++;
            }

            return vgg;
        }
        catch
        {
            vgg.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override FeatureMaps Of(Tensor picture)
    {
        List<Tensor> style = [], content = [];
        var x = (picture - _mean) / _deviation;
        for (var block = 0; block < _blocks.Count; block++)
        {
            x = block == 0 ? x : Halved(x);
            for (var layer = 0; layer < _blocks[block].Count; layer++)
            {
                var (weight, bias) = _blocks[block][layer];
                x = nn.functional.conv2d(x, weight, bias, padding: [1, 1]).relu();
                if (layer == 0)
                    style.Add(x);
                if (block == ContentBlock && layer == 1)
                    content.Add(x);
            }
        }

        return new FeatureMaps(style, content);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var (weight, bias) in _blocks.SelectMany(block => block))
        {
            weight.Dispose();
            bias.Dispose();
        }

        _mean.Dispose();
        _deviation.Dispose();
    }

    private static Tensor Load(SafetensorsFile file, string name, Device device, params long[] shape) =>
        tensor(file.ReadFinite<float>(name, shape).ToArray(), shape).to(device).DetachFromDisposeScope();

    /// <summary>Means of 2 x 2 places.</summary>
    private static Tensor Halved(Tensor maps) =>
        maps.reshape(maps.shape[0], maps.shape[1], maps.shape[2] / 2, 2, maps.shape[3] / 2, 2).mean([3, 5]);
}
