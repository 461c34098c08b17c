namespace ReptileGen.Formats.Tests;

[TestClass]
public sealed class FontAtlasTests
{
    private static readonly FontAtlas Font = FontAtlas.DejaVuSans;

    [TestMethod]
    public void EveryCellLiesInTheAtlas()
    {
        for (var c = ' '; c <= '~'; c++)
        {
            Glyph glyph = Font[c];
            Assert.IsInRange(0, Font.Width, glyph.X + glyph.Width);
            Assert.IsInRange(0, Font.Height, glyph.Y + glyph.Height);
            Assert.IsGreaterThan(0, glyph.Advance);
        }
    }

    [TestMethod]
    public void ALineIsAsWideAsItsLetters()
    {
        Assert.AreEqual(Font['a'].Advance + Font['∞'].Advance + Font[' '].Advance, Font.Measure("a∞ "), 1e-6f);
        Assert.AreEqual(Font['?'], Font['\u4e2d'], "a character that is not in the atlas");
        Assert.AreEqual(Font['?'], Font['\u0001']);
    }

    /// <summary>The stem of an I: inside between the baseline and the height of capitals (0.73 em), outside above, below and beside.</summary>
    [TestMethod]
    public void DistancesAreMoreThanNothingInsideOfLetters()
    {
        Glyph letter = Font['I'];
        double Inside(double x, double y) => Font.Distance(letter, (x - letter.Left) * Font.Em, (y - letter.Top) * Font.Em);
        double middle = letter.Advance / 2;
        Assert.IsGreaterThan(1, Inside(middle, -0.1));
        Assert.IsGreaterThan(1, Inside(middle, -0.6));
        Assert.IsTrue(Inside(middle, 0.1) < -1);
        Assert.IsTrue(Inside(middle, -0.85) < -1);
        Assert.IsTrue(Inside(0, -0.3) < -1);
        Assert.AreEqual(0, Inside(middle, 0), 0.5, "the outline on the baseline");
        Assert.AreEqual(-Font.Spread, Inside(-5, -5), 0.1, "far outside");
    }
}
