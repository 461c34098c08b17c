using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Tests;

/// <summary>Where the matrices of a network stand in a panel.</summary>
[TestClass]
public sealed class TensorLayoutTests
{
    private static readonly TensorShape[] Digits = Shapes((28, 64), (28, 64), (256, 128), (1, 256), (1, 128), (1, 128), (256, 128), (1, 256), (1, 128), (1, 128), (256, 128), (1, 256), (1, 128), (1, 1));
    private static readonly TensorShape[] Letters = Shapes((128, 128), (512, 128), (1, 512), (1, 256), (1, 256), (512, 256), (1, 512), (1, 256), (1, 256), (256, 256), (1, 256));

    [TestMethod]
    [DataRow(780, 402)]
    [DataRow(1232, 574)]
    [DataRow(1872, 934)]
    [DataRow(500, 300)]
    public void ThePanelIsFilledToItsRight(int width, int height)
    {
        foreach (TensorShape[] shapes in new[] { Digits, Letters })
        {
            Area panel = new(10, 20, width, height);
            Area[] areas = Place(shapes, panel);
            Assert.IsGreaterThan(panel.X + (0.9f * width), areas.Max(a => a.Right));
        }
    }

    /// <summary>Inside the panel, without overlaps, in order; one width and one height of a weight, the width up to twice the height.</summary>
    [TestMethod]
    public void AllMatricesHaveOneScale()
    {
        Random random = new(1);
        for (int n = 0; n < 200; n++)
        {
            TensorShape[] shapes = Shapes([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (random.Next(3) == 0 ? 1 : random.Next(2, 300), random.Next(1, 300)))]);
            Area panel = new(5, 9, random.Next(600, 2000), random.Next(420, 1200));
            Area[] areas = Place(shapes, panel);
            float[] wide = [.. Matrices((shape, area) => area.Width / shape.Columns)], high = [.. Matrices((shape, area) => area.Height / shape.Rows)];
            Assert.IsTrue(wide.Length == 0 || (wide.Max() < wide.Min() * 1.001f && high.Max() < high.Min() * 1.001f), $"case {n}");
            Assert.IsTrue(wide.Length == 0 || (wide[0] > high[0] * 0.999f && wide[0] < high[0] * 2.001f), $"case {n}: {wide.FirstOrDefault()} by {high.FirstOrDefault()}");
            for (int i = 0; i < areas.Length; i++)
            {
                Assert.IsTrue(areas[i].X >= panel.X && areas[i].Right <= panel.Right + 0.01f && areas[i].Y >= panel.Y && areas[i].Bottom <= panel.Bottom + 0.01f, $"case {n}: {areas[i]}");
                Assert.IsTrue(i == 0 || areas[i].Y >= areas[i - 1].Bottom || areas[i].X >= areas[i - 1].Right, $"case {n}: {areas[i]} after {areas[i - 1]}");
            }

            IEnumerable<float> Matrices(Func<TensorShape, Area, float> of) => shapes.Zip(areas).Where(p => p.First.Rows > 1).Select(p => of(p.First, p.Second));
        }
    }

    private static Area[] Place(TensorShape[] shapes, Area panel)
    {
        Area[] areas = new Area[shapes.Length];
        TensorLayout.Place(shapes, panel, areas);
        return areas;
    }

    private static TensorShape[] Shapes(params (int Rows, int Columns)[] sizes) => [.. sizes.Select((s, i) => new TensorShape($"{i}", s.Rows, s.Columns, 0))];
}
