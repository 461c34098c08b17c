using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

/// <summary>Many images in one picture.</summary>
[TestClass]
public sealed class ContactSheetTests
{
    [TestMethod]
    public void EveryPixelIsWhereItBelongs()
    {
        ContactSheet sheet = new(2, 3, 5, 4, 2);
        Assert.AreEqual((26L, 28L, true), (sheet.Width, sheet.Height, sheet.Fits));
        (int width, int height, byte[] pixels) = sheet.Draw(i => [.. Enumerable.Range(100 + i * 6, 6).Select(v => (byte)v)]);
        Assert.AreEqual((26, 28), (width, height));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int left) = (x / 14, x % 14);
                (int row, int top) = (y / 10, y % 10);
                int image = row * 2 + column;
                bool gap = left >= 12 || top >= 8 || image >= 5;
                Assert.AreEqual(gap ? 64 : 100 + image * 6 + top / 4 * 3 + left / 4, pixels[y * width + x], $"{x}, {y}");
            }
        }
    }

    [TestMethod]
    public void SizesDoNotOverflow()
    {
        ContactSheet sheet = new(28, 28, 1_000_000, 64);
        Assert.AreEqual(1000L * 1794 - 2, sheet.Width);
        Assert.IsFalse(sheet.Fits);
        Assert.ThrowsExactly<InvalidOperationException>(() => sheet.Draw(_ => []));
    }
}
