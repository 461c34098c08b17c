using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

[TestClass]
public sealed class ConditionTests
{
    private static readonly EpisodeLayout Image = EpisodeLayout.Of(new ImageInputSpec(3, 4, 0, PixelOrder.Serpentine));
    private static readonly EpisodeLayout Text = EpisodeLayout.Of(new TextInputSpec(6));

    [TestMethod]
    public void ADrawingIsReadInStepOrder() => CollectionAssert.AreEqual(
        new short[] { 1, 0, -1, 1, -1, -1, 0, 1, -1, -1, -1, -1 },
        Condition.OfDrawing(Image, "#.?1\r\n10 \n"));

    [TestMethod]
    public void RowsAreGivenFromTheTop() => CollectionAssert.AreEqual(
        new short[] { 1, 1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1 },
        Condition.OfLines(Image, [1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], 1));

    [TestMethod]
    public void ColumnsAreGivenWhereTheOrderGoesByColumns() => CollectionAssert.AreEqual(
        new short[] { 1, 1, 0, 0, 1, 0, -1, -1, -1, -1, -1, -1 },
        Condition.OfLines(EpisodeLayout.Of(new ImageInputSpec(3, 4, 0, PixelOrder.Columns)), [1, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1], 2));

    [TestMethod]
    [DataRow(PixelOrder.Reversed, 4)]
    [DataRow(PixelOrder.ColumnsReversed, 3)]
    [DataRow(PixelOrder.Scattered, 4)]
    public void WhatIsGivenIsWhatTheOrderBeginsWith(PixelOrder order, int length)
    {
        short[] given = Condition.OfLines(EpisodeLayout.Of(new ImageInputSpec(3, 4, 0, order)), new byte[12], 2);
        Assert.IsTrue(given[..(2 * length)].All(g => g == 0) && given[(2 * length)..].All(g => g == Sampler.Free));
    }

    [TestMethod]
    public void ATextLosesItsLineBreak() => CollectionAssert.AreEqual(new short[] { 97, 98 }, Condition.OfText(Text, "ab\r\n"u8));

    [TestMethod]
    [DataRow("", "found none")]
    [DataRow("??\n??", "found none")]
    [DataRow("01x", "line 1, column 3: expected 0 . 1 # ? or space, found x")]
    [DataRow("01010", "at most 3 lines of 4 characters, found line 1 of 5")]
    [DataRow("0\n0\n0\n0", "found line 4")]
    public void WrongDrawingsAreRefused(string drawing, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<UserException>(() => Condition.OfDrawing(Image, drawing)).Message, message);

    [TestMethod]
    [DataRow("", "1 to 5 bytes, found 0")]
    [DataRow("\n", "1 to 5 bytes, found 0")]
    [DataRow("abcdef", "1 to 5 bytes, found 6")]
    [DataRow("a\nb", "found byte 10 at 1")]
    [DataRow("a\0b", "found byte 0 at 1")]
    public void WrongTextsAreRefused(string text, string message) => StringAssert.Contains(
        Assert.ThrowsExactly<UserException>(() => Condition.OfText(Text, System.Text.Encoding.UTF8.GetBytes(text))).Message, message);
}
