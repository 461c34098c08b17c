using System.CommandLine;
using System.Diagnostics;
using ReptileGen.Formats;
using ReptileGen.Model.Art;
using TorchSharp;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen sample style</c>: one picture in the style of another.</summary>
internal static class SampleStyleCommand
{
    private static readonly Option<string> Content = new("--content") { Description = "The picture whose content stays (PNG)", HelpName = "FILE", Required = true };

    private static readonly Option<string> Style = new("--style") { Description = "The picture whose style it gets (PNG)", HelpName = "FILE", Required = true };

    private static readonly Option<string> Out = new("--out") { Description = "The new picture (PNG)", HelpName = "FILE", DefaultValueFactory = _ => "style.png" };

    private static readonly Option<int> Side = new("--side") { Description = $"Pictures are made smaller to at most this many pixels on their longer side, and to multiples of {StyleFeatures.Multiple}", HelpName = "N", DefaultValueFactory = _ => 128 };

    private static readonly Option<int> Steps = new("--steps") { Description = "Steps of gradient descent", HelpName = "N", DefaultValueFactory = _ => new StyleTransfer().Steps };

    private static readonly Option<double> Strength = new("--strength") { Description = "Of the style; more moves further away from the content", HelpName = "W", DefaultValueFactory = _ => new StyleTransfer().Strength };

    private static readonly Option<int> Every = new("--every") { Description = "Write the picture so far beside --out after every N steps (0: never)", HelpName = "N", DefaultValueFactory = _ => 100 };

    private static readonly Option<string?> Vgg = new("--vgg") { Description = "Weights of VGG-19 (safetensors, torchvision's names features.0.weight ...); without it random filters compare the pictures", HelpName = "FILE" };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "Of the random filters", HelpName = "S", DefaultValueFactory = _ => 1 };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "style",
        "Paint one picture in the style of another (Gatys et al. 2016). Ctrl+C keeps the picture so far.",
        "reptilegen sample style --content photo.png --style painting.png --out painted.png",
        "reptilegen sample style --content photo.png --style painting.png --vgg vgg19.safetensors --side 256 --every 50")
    {
        Content,
        Style,
        Out,
        Side,
        Steps,
        Strength,
        Every,
        Vgg,
        Seed,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        var side = CommonOptions.Within(parse, Side, StyleFeatures.LeastSide, 512);
        var transfer = new StyleTransfer(CommonOptions.Within(parse, Steps, 1, 100_000), parse.GetValue(Strength));
        if (transfer.Strength is not (> 0 and <= 1e6))
            throw new UserException(FormattableString.Invariant($"--strength: expected a number above 0, at most 1000000, found {transfer.Strength}"));
        var every = CommonOptions.Within(parse, Every, 0, 100_000);
        var target = parse.GetRequiredValue(Out);
        using var scope = torch.NewDisposeScope();
        var (content, style) = (Read(parse, Content, side), Read(parse, Style, side));
        using var features = Features(parse, style);
        CommonOptions.PrepareFile(Out.Name, target);
        var clock = Stopwatch.StartNew();
        var (done, loss) = (0, new StyleLoss(1, 1));
        var picture = WorkBar.Show(parse, "style", transfer.Steps, progress => transfer.Run(features, content, style, (step, sofar, far) =>
        {
            (done, loss) = (step, far);
            progress(step);
            if (every > 0 && step % every == 0 && step < transfer.Steps)
            {
                using var mode = torch.no_grad();
                Write(Numbered(target, step), sofar());
            }
        }, cancel));
        Write(target, picture);
        var (width, height) = ((int)picture.shape[3], (int)picture.shape[2]);
        Report.WriteJson(parse, new
        {
            Content = parse.GetRequiredValue(Content),
            Style = parse.GetRequiredValue(Style),
            Out = target,
            width,
            height,
            Features = features.Description,
            Steps = done,
            transfer.Strength,
            StyleLoss = loss.Style,
            ContentLoss = loss.Content,
            Seconds = clock.Elapsed.TotalSeconds,
        });
        (parse.GetValue(CommonOptions.Json) == "-" ? TextWriter.Null : parse.InvocationConfiguration.Output).WriteLine(FormattableString.Invariant(
            $"{target}: {width} x {height}, {done} steps in {clock.Elapsed.TotalSeconds:F0} s, style {loss.Style:F4}, content {loss.Content:F4}; {features.Description}"));
        cancel.ThrowIfCancellationRequested();
    }

    private static torch.Tensor Read(ParseResult parse, Option<string> option, int side)
    {
        var path = parse.GetRequiredValue(option);
        var picture = PngReader.Read(path);
        var (width, height) = PictureTensor.Size(picture, side);
        if (Math.Min(width, height) < StyleFeatures.LeastSide)
        {
            throw new UserException(
                $"{option.Name}: {path}: expected at least {StyleFeatures.LeastSide} x {StyleFeatures.LeastSide} pixels at --side {side}, found {picture.Width} x {picture.Height}");
        }

        return PictureTensor.Of(picture, side).to(torch.cuda.is_available() ? torch.CUDA : torch.CPU);
    }

    private static StyleFeatures Features(ParseResult parse, torch.Tensor style) =>
        parse.GetValue(Vgg) is { } path ? VggFeatures.Read(path, style.device) : new RandomFeatures(parse.GetValue(Seed), style);

    private static string Numbered(string target, int step) =>
        Path.Combine(Path.GetDirectoryName(target) ?? "", FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(target)}-{step:D4}{Path.GetExtension(target)}"));

    private static void Write(string path, torch.Tensor picture) =>
        Png.WriteRgb(path, (int)picture.shape[3], (int)picture.shape[2], PictureTensor.Rgb(picture), ("Software", "ReptileGen"));
}
