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
    public void TheBackgroundFollowsItsShaderAndKeepsThePictureOfTheLastGoodOne()
    {
        string folder = Copy();
        try
        {
            var state = new ViewerState { View = 3, HasBackground = true, IsPaused = true };
            using HeadlessHost host = Headless.Open(state, 160, 90, shaders: folder);
            byte[] first = LowestRow(host);
            Write(new ShaderLibrary(null).Read("cppn.frag").Replace("fragColor = ", "fragColor = vec4(1.0) + 0.0 * ", StringComparison.Ordinal), 5);
            byte[] white = LowestRow(host);
            CollectionAssert.AreNotEqual(first, white);
            Write("#version 330 core\nvoid main() { nonsense(); }\n", 10);
            CollectionAssert.AreEqual(white, LowestRow(host));
            StringAssert.Contains(state.Message, "cppn.frag");
            StringAssert.Contains(state.Message, "nonsense");
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        void Write(string text, int seconds)
        {
            string path = Path.Combine(folder, "cppn.frag");
            File.WriteAllText(path, text);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(seconds));
        }

        // After a second; no view draws there.
        static byte[] LowestRow(HeadlessHost host)
        {
            for (int i = 0; i < HeadlessHost.FrameRate; i++)
            {
                host.Frame();
            }

            return Headless.Pixels(host)[..(160 * 4)];
        }
    }

    [TestMethod]
    public void AMissingFolderIsOneClearLine()
    {
        ShaderException error = Assert.ThrowsExactly<ShaderException>(() => new ShaderLibrary("/nowhere/shaders"));
        Assert.AreEqual("--shaders: no folder at /nowhere/shaders; expected one with files such as heat.frag.", error.Message);
    }

    /// <summary>A folder with the shaders of the program.</summary>
    internal static string Copy()
    {
        string folder = Directory.CreateTempSubdirectory("shaders").FullName;
        var embedded = new ShaderLibrary(null);
        foreach (string file in new[] { "ui.vert", "ui.frag", "quad.vert", "heat.frag", "canvas.frag", "screen.vert", "picture.frag", "cppn.frag" })
        {
            File.WriteAllText(Path.Combine(folder, file), embedded.Read(file));
        }

        return folder;
    }
}
