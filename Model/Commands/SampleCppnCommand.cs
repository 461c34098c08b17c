using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.Art;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen sample cppn</c>: abstract pictures from random networks.</summary>
internal static class SampleCppnCommand
{
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Which network; the same seed gives the same picture", HelpName = "S", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> Out = new("--out") { Description = "The picture (PNG)", HelpName = "FILE", DefaultValueFactory = _ => "cppn.png" };

    private static readonly Option<int> Width = new("--width") { Description = "Pixels across", HelpName = "W", DefaultValueFactory = _ => 512 };

    private static readonly Option<int> Height = new("--height") { Description = "Pixels down", HelpName = "H", DefaultValueFactory = _ => 512 };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "cppn",
        "Paint an abstract picture: a random network that maps a place to a colour. The viewer shows the same one behind its panels with --background cppn:S.",
        "reptilegen sample cppn --seed 7 --out picture.png",
        "reptilegen sample cppn --seed 7 --width 1920 --height 1080 --out wallpaper.png")
    {
        Seed,
        Width,
        Height,
        Out,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        int width = CommonOptions.Within(parse, Width, 1, 8192), height = CommonOptions.Within(parse, Height, 1, 8192);
        ulong seed = parse.GetValue(Seed);
        string target = parse.GetRequiredValue(Out);
        CommonOptions.PrepareFile(Out.Name, target);
        byte[] pixels = WorkBar.Show(parse, "cppn", height, done => CppnPicture.Paint(Cppn.Create(seed), width, height, done, cancel));
        Png.WriteRgb(target, width, height, pixels, ("Title", $"CPPN, seed {seed}"), ("Software", "ReptileGen"));
        parse.InvocationConfiguration.Output.WriteLine($"{target}: {width} x {height}, seed {seed}");
    }
}
