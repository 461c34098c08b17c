using Microsoft.Build.Framework;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Images;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>Packs the four IDX files of an image set as <c>SET-train.safetensors</c> and <c>SET-test.safetensors</c>.</summary>
public sealed class BinarizeMnist : CancelableTask
{
    /// <summary>The set's name.</summary>
    [Required]
    public string Set { get; set; } = "";

    /// <summary>Where the IDX files are.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Where the packed files go.</summary>
    [Required]
    public string Packed { get; set; } = "";

    /// <summary>Under which terms the set may be used.</summary>
    public string Licence { get; set; } = "";

    /// <summary>Who made the set.</summary>
    public string Attribution { get; set; } = "";

    /// <inheritdoc />
    protected override string FailureCode => "RGEN2001";

    /// <inheritdoc />
    protected override async System.Threading.Tasks.Task Run(CancellationToken cancel)
    {
        using var held = await FolderLock.Acquire(Packed, this, cancel);
        foreach (var (split, first) in new[] { ("train", 0), ("test", 2) })
        {
            cancel.ThrowIfCancellationRequested();
            var images = Path.Combine(Folder, ImageSetFiles.StandardNames[first]);
            var labels = Path.Combine(Folder, ImageSetFiles.StandardNames[first + 1]);
            var target = Path.Combine(Packed, $"{Set}-{split}.safetensors");
            AtomicFile.RemoveTemporariesOf(target); // of killed builds; the rest of the folder may be somebody else's
            var count = ImagePacker.Pack(
                new ImageSplit(Set, split, images, labels, Fetcher.OriginOf(images), Licence, Attribution), target);
            Notable($"{Set}-{split}: {count} images packed");
        }
    }
}
