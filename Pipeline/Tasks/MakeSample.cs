using Microsoft.Build.Framework;
using ReptileGen.Pipeline.Images;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>Makes the sample that is shipped in the repository out of a full set: <c>dotnet build datasets -t:MakeSample</c>.</summary>
public sealed class MakeSample : CancelableTask
{
    /// <summary>Where the full set's IDX files are.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Where the sample goes.</summary>
    [Required]
    public string Target { get; set; } = "";

    /// <summary>Training images of each class.</summary>
    public int TrainPerClass { get; set; } = 30;

    /// <summary>Test images of each class.</summary>
    public int TestPerClass { get; set; } = 10;

    /// <inheritdoc />
    protected override string FailureCode => "RGEN2001";

    /// <inheritdoc />
    protected override System.Threading.Tasks.Task Run(CancellationToken cancel)
    {
        foreach (var (first, perClass) in new[] { (0, TrainPerClass), (2, TestPerClass) })
        {
            var images = ImageSetFiles.StandardNames[first];
            var labels = ImageSetFiles.StandardNames[first + 1];
            var count = SampleMaker.Make(
                Path.Combine(Folder, images), Path.Combine(Folder, labels), perClass,
                Path.Combine(Target, images + ".gz"), Path.Combine(Target, labels + ".gz"));
            Notable($"{Target}: {count} images");
        }
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
