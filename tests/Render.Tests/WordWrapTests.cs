using System.Text;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Tests;

/// <summary>Where the letters of a growing text stand.</summary>
[TestClass]
public sealed class WordWrapTests
{
    [TestMethod]
    [DataRow("that we are heavy", "that we|are heavy_")]
    [DataRow("that wearex y", "that|wearex y_")]
    [DataRow("it is said ", "it is said_")]
    [DataRow("it is said so", "it is said|so_")]
    [DataRow("unbelievable it", "unbelievab|le it_")]
    [DataRow("a unbelievable", "a|unbelievab|le_")]
    [DataRow("", "_")]
    public void LinesEndBetweenWords(string text, string expected)
    {
        const int Columns = 10;
        byte[] bytes = Encoding.ASCII.GetBytes(text + "_");
        var places = new (int Row, int Column)[bytes.Length];
        WordWrap.Place(bytes.AsSpan(0, text.Length), Columns, places);
        char[][] rows = [.. Enumerable.Range(0, places[^1].Row + 1).Select(_ => "".PadRight(Columns + 1).ToCharArray())];
        for (int i = 0; i < places.Length; i++)
        {
            rows[places[i].Row][places[i].Column] = (char)bytes[i];
        }

        Assert.AreEqual(expected, string.Join('|', rows.Select(row => new string(row).TrimEnd())));
    }
}
