using ReptileGen.Model.Episodes;

namespace ReptileGen.Model.Tests.Episodes;

[TestClass]
public sealed class AreaAverageTests
{
    /// <summary>Against block means of the source blown up to a multiple of both sizes.</summary>
    [TestMethod]
    public void EachPixelIsTheMeanOfItsArea()
    {
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            int width = random.Next(1, 13), height = random.Next(1, 13), columns = random.Next(1, 9), rows = random.Next(1, 9);
            byte[] gray = new byte[width * height];
            random.NextBytes(gray);
            long[] sums = new long[rows * columns];
            for (int y = 0; y < height * rows; y++)
            {
                for (int x = 0; x < width * columns; x++)
                {
                    sums[y / height * columns + x / width] += gray[y / rows * width + x / columns];
                }
            }

            byte[] expected = [.. sums.Select(s => (byte)Math.Floor((decimal)s / (width * height) + 0.5m))];
            CollectionAssert.AreEqual(expected, AreaAverage.Scale(gray, width, height, columns, rows), $"{width}x{height} to {columns}x{rows}");
        }
    }

    [TestMethod]
    public void TheSameSizeIsTheSameImage()
    {
        byte[] gray = new byte[28 * 28];
        new Random(2).NextBytes(gray);
        CollectionAssert.AreEqual(gray, AreaAverage.Scale(gray, 28, 28, 28, 28));
    }
}
