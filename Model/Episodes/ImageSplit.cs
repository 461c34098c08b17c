using ReptileGen.Model.Data;

namespace ReptileGen.Model.Episodes;

/// <summary>Where a split of images lies: in which file, and which images of it.</summary>
public static class ImageSplit
{
    private const int PartHeld = 6;

    /// <summary>Opens the file that holds a split.</summary>
    /// <param name="folder">From <see cref="DatasetLocator.Locate(string?)"/>.</param>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="split">Which part.</param>
    /// <returns>The file, which the caller disposes, the first image of the split in it, and how many there are, 1 or more.</returns>
    /// <exception cref="UserException">The file is missing, or too small for the split.</exception>
    public static (ImageDataset Images, int First, int Count) Open(string folder, string dataset, Split split)
    {
        ImageDataset images = ImageDataset.Open(folder, dataset, split == Split.Test ? "test" : "train");
        int held = split == Split.Test ? 0 : images.Count / PartHeld, kept = images.Count - held;
        (int first, int count) = split switch
        {
            Split.Train or Split.Test => (0, kept),
            Split.Validation => (kept, held),
            _ => throw new ArgumentOutOfRangeException(nameof(split), split, null),
        };
        if (count > 0)
        {
            return (images, first, count);
        }

        (string file, int all) = (images.File.Name, images.Count);
        images.Dispose();
        throw new UserException($"{file}: expected enough images for the {split} split, found {all} in all");
    }
}
