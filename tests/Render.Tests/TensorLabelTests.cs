using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Tests;

/// <summary>What stands above a small picture of a tensor.</summary>
[TestClass]
public sealed class TensorLabelTests
{
    [TestMethod]
    [DataRow("layers.0.table10", 0.5f, 20f, "0.table10 128×96 ±0.5")]
    [DataRow("layers.0.table10", 0.5f, 20f, "0.table10 128×96 slow ±0.5", false)]
    [DataRow("layers.0.table10", 0.5f, 14f, "0.table10 128×96 slow", false)]
    [DataRow("layers.0.table10", 0.5f, 10f, "0.table10 128×96")]
    [DataRow("layers.0.table10", 0.5f, 7.6f, "0.table10")]
    [DataRow("layers.10.weight", 0.5f, 3f, "10.…")]
    [DataRow("head.bias", 0f, 20f, "head.bias 128×96 ±0")]
    public void ALabelSaysNothingWrongWhereThereIsLittleRoom(string name, float range, float room, string expected, bool adapts = true)
    {
        Span<char> line = stackalloc char[96];
        int length = TensorLabel.Write(line, new TensorShape(name, 128, 96, 0, adapts), range, room);
        Assert.AreEqual(expected, new string(line[..length]));
    }
}
