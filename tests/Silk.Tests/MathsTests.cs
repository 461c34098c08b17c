using System.Numerics;
using Silk.NET.Input;
using Silk.NET.Maths;

namespace ReptileGen.Silk.Tests;

[TestClass]
public sealed class MathsTests
{
    [TestMethod]
    public void VectorsOfIntegersAreIntegers()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            int a = random.Next(-9999, 9999), b = random.Next(-9999, 9999), c = random.Next(1, 99), d = random.Next(1, 99);
            var left = new Vector2D<int>(a, b);
            var right = new Vector2D<int>(c, d);
            Assert.AreEqual(new Vector2D<int>(a + c, b + d), left + right);
            Assert.AreEqual(new Vector2D<int>(a - c, b - d), left - right);
            Assert.AreEqual(new Vector2D<int>(a / c, b / d), left / right);
            Assert.AreEqual(new Vector2D<int>(a * c, b * c), left * c);
            Assert.AreEqual(new Vector2(a, b), (Vector2)left);
            Assert.AreEqual(left == right, a == c && b == d);
        }
    }

    [TestMethod]
    public void OtherComponentTypesWork()
    {
        Assert.AreEqual(new Vector2D<float>(2, 3), new Vector2D<float>(1, 1.5f) * 2f);
        Assert.AreEqual(new Vector2D<int>(1, -2), new Vector2D<double>(1.9, -2.9).As<int>());
        Assert.AreEqual(new Vector2D<uint>(7, 8), new Vector2D<int>(7, 8).As<uint>());
    }

    [TestMethod]
    public void RectanglesContainTheirBorder()
    {
        var area = new Rectangle<int>(10, 20, 30, 40);
        Assert.AreEqual(new Vector2D<int>(40, 60), area.Max);
        Assert.IsTrue(area.Contains(new Vector2D<int>(40, 60)));
        Assert.IsFalse(area.Contains(new Vector2D<int>(41, 60)));
    }

    [TestMethod]
    public void KeysAndButtonsHaveTheNumbersOfGlfw()
    {
        (Key Key, int Number)[] known =
            [(Key.Space, 32), (Key.A, 65), (Key.D0, 48), (Key.Escape, 256), (Key.Right, 262), (Key.F11, 300), (Key.Menu, 348)];
        foreach ((Key key, int number) in known)
        {
            Assert.AreEqual(number, (int)key, key.ToString());
        }

        CollectionAssert.AreEqual(
            new[] { -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
            Enum.GetValues<MouseButton>().Select(button => (int)button).Order().ToArray());
    }
}
