using ReptileGen.Model.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>
/// Style transfer (Gatys, Ecker and Bethge 2016): gradient descent on a picture until its feature maps are those of one
/// picture (content) and their correlations those of another (style). Adam on a pyramid (<see cref="PyramidCanvas"/>) instead
/// of L-BFGS on pixels; losses are relative, so that one strength suits all features.
/// </summary>
/// <param name="Steps">Steps of Adam.</param>
/// <param name="Strength">Weight of the style beside the content, above 0.</param>
public sealed record StyleTransfer(int Steps = 200, double Strength = 10)
{
    private const double Rate = 0.05;

    /// <summary>Paints.</summary>
    /// <param name="features">What pictures are compared by.</param>
    /// <param name="content">[1, 3, height, width], red, green, blue in [0, 1].</param>
    /// <param name="style">The same, of any size.</param>
    /// <param name="observe">Called after each step with its number from 1, a function that makes the picture so far (its scope's), and how far the picture before the step was.</param>
    /// <param name="token">Ends it early; the picture so far is the result.</param>
    /// <returns>The picture, of the content's shape; the caller disposes it.</returns>
    public Tensor Run(StyleFeatures features, Tensor content, Tensor style, Action<int, Func<Tensor>, StyleLoss> observe, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var canvas = new PyramidCanvas(content);
        using var optimizer = optim.Adam(canvas.Layers, Rate);
        StyleAim? aim = null;
        try
        {
            for (var step = 1; step <= Steps && !token.IsCancellationRequested; step++)
            {
                using var inner = NewDisposeScope();
                if (features.Redraw() || aim is null)
                {
                    aim?.Dispose();
                    aim = new StyleAim(features, content, style);
                }

                optimizer.Anneal(Rate, (step - 1.0) / Steps);
                optimizer.zero_grad();
                var picture = canvas.Picture();
                var (styleLoss, contentLoss) = aim.Loss(features.Of(picture));
                (styleLoss * Strength + contentLoss).backward();
                optimizer.step();
                var loss = new StyleLoss(styleLoss.ToDouble(), contentLoss.ToDouble());
                if (!double.IsFinite(loss.Style) || !double.IsFinite(loss.Content))
                    throw new UserException(FormattableString.Invariant($"the pictures cannot be compared: style {loss.Style}, content {loss.Content} at step {step}; lower --strength (now {Strength}), or take pictures with more than one colour"));
                observe(step, canvas.Picture, loss);
            }
        }
        finally
        {
            aim?.Dispose();
        }

        using var mode = no_grad();
        return canvas.Picture().DetachFromDisposeScope();
    }
}
