using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>
/// A picture as the sum of layers of several resolutions under a logistic function: gradient descent then changes large areas
/// as easily as single pixels, and colours stay in (0, 1).
/// </summary>
internal sealed class PyramidCanvas
{
    private const double Margin = 0.02;
    private const int Coarsest = 16;

    private readonly Tensor _start;
    private readonly List<(Parameter Layer, Tensor Rows, Tensor Columns)> _layers = [];

    /// <summary>A canvas that shows a picture.</summary>
    /// <param name="picture">[1, 3, height, width] in [0, 1].</param>
    public PyramidCanvas(Tensor picture)
    {
        var inside = picture.clamp(Margin, 1 - Margin);
        _start = (inside / (1 - inside)).log();
        long height = picture.shape[2], width = picture.shape[3];
        for (var coarse = 1; coarse <= Coarsest; coarse *= 2)
        {
            long rows = (height + coarse - 1) / coarse, columns = (width + coarse - 1) / coarse;
            var layer = new Parameter(zeros([1, 3, rows, columns], device: picture.device));
            _layers.Add((layer, Interpolation(height, rows, coarse).to(picture.device), Interpolation(width, columns, coarse).t().to(picture.device)));
        }
    }

    /// <summary>What gradient descent changes.</summary>
    public IEnumerable<Parameter> Layers => _layers.Select(layer => layer.Layer);

    /// <summary>The picture, [1, 3, height, width] in (0, 1).</summary>
    public Tensor Picture() => _layers.Aggregate(_start, (sum, layer) => sum + layer.Rows.matmul(layer.Layer).matmul(layer.Columns)).sigmoid();

    /// <summary>Linear interpolation of coarse places at fine ones, [fine, coarse].</summary>
    private static Tensor Interpolation(long fine, long coarse, int factor)
    {
        var weights = new float[fine, coarse];
        for (var i = 0; i < fine; i++)
        {
            var at = Math.Clamp((i + 0.5) / factor - 0.5, 0, coarse - 1);
            var left = (int)at;
            weights[i, left] += (float)(1 - (at - left));
            if (left + 1 < coarse)
                weights[i, left + 1] += (float)(at - left);
        }

        return tensor(weights);
    }
}
