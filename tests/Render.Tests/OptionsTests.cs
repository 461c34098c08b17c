namespace ReptileGen.Render.Tests;

/// <summary>Options that do not go with a model.</summary>
[TestClass]
public sealed class OptionsTests
{
    [TestMethod]
    public void ATextCannotBePainted()
    {
        TextWriter console = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            Assert.AreEqual(1, Program.Main(["text-listing", "--untrained", "--draw", "--terminal"]));
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.AreEqual("reptilegen-viewer: --draw: expected a model of images, found text-listing, untrained", error.ToString().Trim());
    }
}
