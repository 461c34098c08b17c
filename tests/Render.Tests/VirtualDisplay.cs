using ReptileGen.Silk.Tests;

namespace ReptileGen.Render.Tests;

/// <summary>A display with the viewer on it.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private readonly Xvfb _server = new();

    public string Name => _server.Name;

    public string Inject(params string[] arguments) => Xvfb.Inject(Name, arguments).Output;

    public void WaitForTitle(string part)
    {
        string title = "";
        for (int i = 0; i < 1200; i++)
        {
            title = Inject("search", "--name", "ReptileGen", "getwindowname");
            if (title.Contains(part, StringComparison.Ordinal))
            {
                return;
            }

            Thread.Sleep(100);
        }

        Assert.Fail($"the title never said '{part}'; it says '{title}'");
    }

    /// <summary>Width and height of the viewer's window, such as 1280x720.</summary>
    public string Geometry()
    {
        string[] lines = Inject("search", "--name", "ReptileGen", "getwindowgeometry", "--shell").Split('\n');
        string Find(string key) => lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..];
        return $"{Find("WIDTH=")}x{Find("HEIGHT=")}";
    }

    public void WaitForGeometry(string expected)
    {
        for (int i = 0; i < 600 && Geometry() != expected; i++)
        {
            Thread.Sleep(100);
        }

        Assert.AreEqual(expected, Geometry());
    }

    public void Dispose() => _server.Dispose();
}
