using System.Globalization;
using Microsoft.Build.Framework;
using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>The four files of an image set, as the catalogue describes them.</summary>
internal static class ImageSetFiles
{
    /// <summary>The names that MNIST gave and others took over: images and labels of train, then of test.</summary>
    public static readonly IReadOnlyList<string> StandardNames =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Sizes and hashes from the <c>ImageFile</c> items of a set; a file without an item has neither.</summary>
    /// <exception cref="FormatException">A size is not a number of bytes, or a file is described twice.</exception>
    public static List<ExpectedFile> Of(string set, IEnumerable<ITaskItem> files)
    {
        var known = new Dictionary<string, ITaskItem>();
        foreach (var file in files.Where(file => file.GetMetadata("Set") == set))
        {
            if (!known.TryAdd(file.ItemSpec, file))
                throw new FormatException($"{set}: expected one ImageFile {file.ItemSpec}, found two");
        }
        return [.. StandardNames.Select(name => known.TryGetValue(name, out var item) ? Expected(set, item) : new ExpectedFile(name))];
    }

    private static ExpectedFile Expected(string set, ITaskItem item)
    {
        var size = item.GetMetadata("Size");
        var hash = item.GetMetadata("Sha256");
        return new ExpectedFile(item.ItemSpec, size.Length > 0 ? Bytes(size) : null, hash.Length > 0 ? hash : null);

        long Bytes(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : throw new FormatException($"{set}: {item.ItemSpec}: Size: expected a number of bytes, found {text}");
    }
}
