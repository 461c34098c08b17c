using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class ShaderTests
{
    [TestMethod]
    public void ABrokenShaderNamesItsFileAndTheDriversReason()
    {
        string folder = Copy();
        try
        {
            File.WriteAllText(Path.Combine(folder, "heat.frag"), "#version 330 core\nvoid main() { nonsense(); }\n");
            using HeadlessHost host = Headless.Open(new ViewerState(), 160, 90);
            ShaderException error = Assert.ThrowsExactly<ShaderException>(
                () => new Material(host.Scene.Gl, new ShaderLibrary(folder), "quad", "heat").Dispose());
            StringAssert.Contains(error.Message, "heat.frag");
            StringAssert.Contains(error.Message, "nonsense");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [TestMethod]
    public void AChangedFileIsNoticedOnce()
    {
        string folder = Copy();
        try
        {
            var library = new ShaderLibrary(folder);
            Assert.IsFalse(library.HasChanged());
            File.SetLastWriteTimeUtc(Path.Combine(folder, "ui.frag"), DateTime.UtcNow.AddSeconds(5));
            Assert.IsTrue(library.HasChanged());
            Assert.IsFalse(library.HasChanged());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [TestMethod]
    public void AMissingFolderIsOneClearLine()
    {
        ShaderException error = Assert.ThrowsExactly<ShaderException>(() => new ShaderLibrary("/nowhere/shaders"));
        Assert.AreEqual("--shaders: no folder at /nowhere/shaders; expected one with files such as heat.frag.", error.Message);
    }

    private static string Copy()
    {
        string folder = Directory.CreateTempSubdirectory("shaders").FullName;
        var embedded = new ShaderLibrary(null);
        foreach (string file in new[] { "ui.vert", "ui.frag", "quad.vert", "heat.frag", "canvas.frag" })
        {
            File.WriteAllText(Path.Combine(folder, file), embedded.Read(file));
        }

        return folder;
    }
}
