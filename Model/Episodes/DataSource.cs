using ReptileGen.Model.Data;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Episodes;

/// <summary>An open packed dataset that serves the episodes of one split to networks of one input.</summary>
public sealed class DataSource : IDisposable
{
    private readonly IDisposable file;

    private DataSource(IDisposable file, IEpisodeSource episodes, string contentSha256) => (this.file, Episodes, ContentSha256) = (file, episodes, contentSha256);

    /// <summary>The episodes.</summary>
    public IEpisodeSource Episodes { get; }

    /// <summary>SHA-256 of the packed file's content, lower-case hex, as its metadata say.</summary>
    public string ContentSha256 { get; }

    /// <summary>Opens the split of a dataset for a network.</summary>
    /// <param name="folder">From <see cref="DatasetLocator.Locate(string?)"/>.</param>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="plan">The network; its input must fit the data.</param>
    /// <param name="split">Which part.</param>
    /// <param name="protocol">How gray images become bits.</param>
    /// <param name="seed">Of the random bits.</param>
    /// <exception cref="UserException">The dataset is missing, or its size is not the network's.</exception>
    /// <exception cref="Formats.InvalidFileException">A damaged file.</exception>
    public static DataSource Open(string folder, string dataset, NetworkPlan plan, Split split, Protocol protocol, ulong seed) =>
        plan.Spec.Input is ImageInputSpec image
            ? OpenImages(folder, dataset, image, plan.Layout, split, protocol, seed)
            : OpenText(folder, dataset, plan.Layout, split);

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => file.Dispose();

    private static DataSource OpenImages(
        string folder, string dataset, ImageInputSpec input, EpisodeLayout layout, Split split, Protocol protocol, ulong seed)
    {
        (ImageDataset images, int first, int count) = ImageSplit.Open(folder, dataset, split);
        try
        {
            if (images.Height != input.Rows || images.Width != input.Columns)
            {
                throw new UserException($"{images.File.Name}: expected images of {input.Rows}x{input.Columns} pixels for this network, found {images.Height}x{images.Width}");
            }

            return new DataSource(images, new ImageEpisodes(images.Image, first, count, layout, protocol, seed), images.Info.ContentSha256);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private static DataSource OpenText(string folder, string dataset, EpisodeLayout layout, Split split)
    {
        TextDataset text = TextDataset.Open(folder, dataset);
        string name = split.ToString().ToLowerInvariant();
        int count = text.Count(name);
        if (count < 1)
        {
            string file = text.File.Name;
            text.Dispose();
            throw new UserException($"{file}: expected lines in the {name} split, found none");
        }

        return new DataSource(text, new TextEpisodes(i => text.Line(name, i), count, layout), text.Info.ContentSha256);
    }
}
