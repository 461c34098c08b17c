namespace ReptileGen.Model.Data;

/// <summary>How much ink the images of one class carry.</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">How many images it has.</param>
/// <param name="MeanInk">The mean of gray / 255 over all their pixels, 0 to 1.</param>
public sealed record ClassStatistics(int Label, int Count, double MeanInk)
{
    /// <summary>The statistics of each class that occurs, by rising label.</summary>
    public static IReadOnlyList<ClassStatistics> Of(ImageDataset images)
    {
        Span<int> counts = stackalloc int[256];
        Span<long> ink = stackalloc long[256];
        counts.Clear();
        ink.Clear();
        var labels = images.Labels;
        for (var i = 0; i < images.Count; i++)
        {
            counts[labels[i]]++;
            ink[labels[i]] += Sum(images.Image(i));
        }
        var classes = new List<ClassStatistics>();
        for (var label = 0; label < counts.Length; label++)
        {
            if (counts[label] > 0)
                classes.Add(new(label, counts[label], ink[label] / (255.0 * images.PixelCount * counts[label])));
        }
        return classes;
    }

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (var value in bytes)
            sum += value;
        return sum;
    }
}
