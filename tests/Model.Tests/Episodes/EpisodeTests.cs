using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Episodes;

[TestClass]
public sealed class EpisodeTests
{
    [TestMethod]
    [DataRow(PixelOrder.Raster)]
    [DataRow(PixelOrder.Serpentine)]
    [DataRow(PixelOrder.Scattered)]
    [DataRow(PixelOrder.Columns)]
    [DataRow(PixelOrder.Reversed)]
    [DataRow(PixelOrder.ColumnsReversed)]
    public void TargetsComeInStepOrder(PixelOrder order)
    {
        EpisodeLayout layout = EpisodeLayout.Of(new ImageInputSpec(4, 5, 0, order));
        byte[] image = [.. Enumerable.Range(0, 20).Select(i => i * 7 % 3 == 0 ? (byte)255 : (byte)0)], targets = new byte[20];
        ImageEpisodes episodes = new(_ => image, 0, 1, layout, Protocol.Dynamic, 1);
        Assert.AreEqual(20, episodes.Read(0, 0, targets));
        for (int t = 0; t < 20; t++)
        {
            int pixel = layout.Indices[2 * t] * 5 + layout.Indices[2 * t + 1];
            Assert.AreEqual(image[pixel] / 255, targets[t]);
        }

        CollectionAssert.AreEquivalent(Enumerable.Range(0, 20).ToArray(), ImageEpisodes.PixelOfStep(layout));
        byte[] bits = Array.ConvertAll(image, gray => (byte)(gray / 255));
        CollectionAssert.AreEqual(targets, ImageEpisodes.InStepOrder<byte>(layout, bits));
        CollectionAssert.AreEqual(bits, ImageEpisodes.RowMajor<byte>(layout, targets));
    }

    /// <summary>An order by columns or backwards is raster, with its window, in the transposed or turned image.</summary>
    [TestMethod]
    [DataRow(PixelOrder.Columns)]
    [DataRow(PixelOrder.Reversed)]
    [DataRow(PixelOrder.ColumnsReversed)]
    public void AnOrderIsRasterOfTheTurnedImage(PixelOrder order)
    {
        const int Rows = 7, Columns = 9;
        bool byColumns = order != PixelOrder.Reversed;
        EpisodeLayout layout = EpisodeLayout.Of(new ImageInputSpec(Rows, Columns, 2, order, 4, 2));
        EpisodeLayout raster = EpisodeLayout.Of(new ImageInputSpec(byColumns ? Columns : Rows, byColumns ? Rows : Columns, 2, PixelOrder.Raster, 4, 2));
        CollectionAssert.AreEqual(raster.ContextSource, layout.ContextSource);
        for (int t = 0; t < layout.Steps; t++)
        {
            (int line, int place) = (raster.Indices[2 * t], raster.Indices[2 * t + 1]);
            (int row, int column) = order switch
            {
                PixelOrder.Columns => (place, line),
                PixelOrder.Reversed => (Rows - 1 - line, Columns - 1 - place),
                _ => (Rows - 1 - place, Columns - 1 - line),
            };
            Assert.AreEqual((row, column), (layout.Indices[2 * t], layout.Indices[2 * t + 1]), $"step {t}");
        }

        Assert.AreEqual((byColumns, byColumns ? Rows : Columns), (layout.ByColumns, layout.LineLength));
        CollectionAssert.AreEqual(new[] { Rows, Columns }, layout.IndexSizes);
    }

    [TestMethod]
    [DataRow(Protocol.Dynamic)]
    [DataRow(Protocol.Threshold)]
    public void ChancesAreTheGrayValuesWhereBitsAreDrawn(Protocol protocol)
    {
        EpisodeLayout layout = EpisodeLayout.Of(new ImageInputSpec(4, 5, 0, PixelOrder.Scattered));
        byte[] image = [.. Enumerable.Range(0, 20).Select(i => (byte)(i * 255 / 19))];
        EpisodeFeed feed = new(new ImageEpisodes(_ => image, 0, 3, layout, protocol, 1), 1, 2, chances: true);
        EpisodeBatch batch = feed.Next();
        byte[] gray = ImageEpisodes.InStepOrder<byte>(layout, image);
        byte[] expected = protocol == Protocol.Dynamic ? gray : [.. gray.Select(g => (byte)(g >= 128 ? 255 : 0))];
        CollectionAssert.AreEqual(expected.Concat(expected).ToArray(), batch.Chances);
        Assert.IsTrue(batch.Targets.Zip(batch.Chances!, (bit, chance) => chance is not (0 or 255) || bit == chance / 255).All(holds => holds));
        EpisodeFeed without = new(new ImageEpisodes(_ => image, 0, 3, layout, protocol, 1), 1, 2);
        CollectionAssert.AreEqual(batch.Targets, without.Next().Targets, "the bits do not depend on who asks for chances");
        Assert.IsNull(without.Batch.Chances);
        TextEpisodes text = new(_ => "abc"u8, 1, EpisodeLayout.Of(new TextInputSpec(4)));
        Assert.ThrowsExactly<NotSupportedException>(() => text.Read(0, 0, new byte[4], new byte[4]));
    }

    [TestMethod]
    public void TheFirstNulEndsALineAndBelongsToIt()
    {
        byte[][] lines = ["ab\0xyz"u8.ToArray(), "abcdef"u8.ToArray(), "\0\0\0\0\0\0"u8.ToArray()];
        TextEpisodes stopping = new(i => lines[i], 3, EpisodeLayout.Of(new TextInputSpec(6)));
        TextEpisodes whole = new(i => lines[i], 3, EpisodeLayout.Of(new TextInputSpec(6, StopAtNul: false)));
        byte[] targets = new byte[6];
        Assert.AreEqual(3, stopping.Read(0, 0, targets));
        CollectionAssert.AreEqual("ab\0\0\0\0"u8.ToArray(), targets);
        Assert.AreEqual(6, stopping.Read(1, 0, targets));
        CollectionAssert.AreEqual("abcdef"u8.ToArray(), targets);
        Assert.AreEqual(1, stopping.Read(2, 0, targets));
        Assert.AreEqual(6, whole.Read(0, 0, targets));
        CollectionAssert.AreEqual("ab\0\0\0\0"u8.ToArray(), targets);
    }

    [TestMethod]
    public void EveryPassVisitsEveryEpisodeOnceInAnotherOrder()
    {
        EpisodeFeed feed = new(new Numbered(10), 1, 5);
        byte[][] passes = [.. Enumerable.Range(0, 3).Select(_ => feed.Next().Targets.ToArray().Concat(feed.Next().Targets.ToArray()).ToArray())];
        foreach (byte[] pass in passes)
        {
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 10).Select(i => (byte)i).ToArray(), pass);
        }

        CollectionAssert.AreNotEqual(passes[0], passes[1]);
        CollectionAssert.AreNotEqual(passes[1], passes[2]);
    }

    /// <summary>A batch may straddle two passes, and a feed goes on from any position as if it had never stopped.</summary>
    [TestMethod]
    public void AFeedGoesOnFromItsPosition()
    {
        EpisodeFeed whole = new(new Numbered(10), 1, 4);
        for (int i = 0; i < 7; i++)
        {
            long position = whole.Position;
            byte[] expected = whole.Next().Targets.ToArray();
            CollectionAssert.AreEqual(expected, new EpisodeFeed(new Numbered(10), 1, 4, position).Next().Targets);
        }

        CollectionAssert.AreNotEqual(new EpisodeFeed(new Numbered(10), 1, 10).Next().Targets, new EpisodeFeed(new Numbered(10), 2, 10).Next().Targets);
    }

    /// <summary>Episodes of one step whose target is their number.</summary>
    private sealed class Numbered(int count) : IEpisodeSource
    {
        public int Count => count;

        public EpisodeLayout Layout { get; } = EpisodeLayout.Of(new TextInputSpec(1));

        public int Read(int index, int pass, Span<byte> targets, Span<byte> chances = default)
        {
            targets[0] = (byte)index;
            return 1;
        }
    }
}
