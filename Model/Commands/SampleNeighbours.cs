using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Commands;

/// <summary>How near samples are to training images, beside as many unseen test images.</summary>
/// <param name="Samples">Pixels that differ from the nearest training image, of each sample.</param>
/// <param name="TestImages">The same of test images, their bits drawn by the model's protocol.</param>
internal sealed record SampleNeighbours(int[] Samples, int[] TestImages)
{
    private const int PairsAcross = 6;

    /// <summary><c>--neighbours FILE.png</c>.</summary>
    public static Option<string?> Option { get; } = new("--neighbours")
    {
        Description = "Are they copies? Draw each image beside the nearest training image, and count the pixels that differ (images only)",
        HelpName = "FILE.png",
    };

    /// <summary>The picture of the pairs of so many samples.</summary>
    public static ContactSheet Sheet(EpisodeLayout layout, int samples, int zoom) =>
        SampleSheet.For(layout, 2 * samples, zoom, 2 * Math.Min(PairsAcross, samples));

    /// <summary>Measures, and writes the picture of pairs: sample, nearest training image.</summary>
    /// <exception cref="UserException">The dataset is missing.</exception>
    public static SampleNeighbours? Find(ParseResult parse, TrainedModel model, byte[][] episodes, ulong seed, int zoom)
    {
        if (parse.GetValue(Option) is not string target)
        {
            return null;
        }

        EpisodeLayout layout = model.Plan.Layout;
        string folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        (ImageDataset train, _, int trained) = ImageSplit.Open(folder, model.Spec.Data.Dataset, Split.Train);
        using ImageDataset file = train;
        byte[][] pairs = new byte[2 * episodes.Length][];
        int[] samples = [.. episodes.Select((episode, i) =>
        {
            (int index, int distance) = NearestImages.Find(train, trained, ImageEpisodes.RowMajor<byte>(layout, episode));
            byte[] pixels = new byte[train.PixelCount];
            train.UnpackBits(index, pixels);
            (pairs[2 * i], pairs[2 * i + 1]) = (episode, ImageEpisodes.InStepOrder<byte>(layout, pixels));
            return distance;
        })];
        (int width, int height, byte[] picture) = Sheet(layout, episodes.Length, zoom).Draw(layout, pairs);
        Png.WriteGray(target, width, height, picture, ("Title", "samples, each beside the nearest training image"), ("Software", "ReptileGen"));

        using DataSource test = DataSource.Open(folder, model.Spec.Data.Dataset, model.Plan, Split.Test, model.Spec.Data.Protocol, seed);
        int count = Math.Min(episodes.Length, test.Episodes.Count);
        byte[] targets = new byte[layout.Steps];
        return new SampleNeighbours(samples, [.. Enumerable.Range(0, count).Select(i =>
        {
            test.Episodes.Read((int)((long)i * test.Episodes.Count / count), 0, targets);
            return NearestImages.Find(train, trained, ImageEpisodes.RowMajor<byte>(layout, targets)).Distance;
        })]);
    }

    /// <summary>One line.</summary>
    public override string ToString() =>
        $"nearest training image, pixels that differ: samples {Summary(Samples)}, test images {Summary(TestImages)} (median, least to most)";

    private static string Summary(int[] distances)
    {
        int[] sorted = [.. distances.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        return FormattableString.Invariant($"{median}, {sorted[0]} to {sorted[^1]}");
    }
}
