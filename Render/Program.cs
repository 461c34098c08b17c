namespace ReptileGen.Render;

/// <summary>The viewer.</summary>
public static class Program
{
    /// <summary>Runs the viewer and returns its exit code: 0 only for success.</summary>
    public static int Main(string[] args)
    {
        Console.Error.WriteLine($"viewer: no model found for '{string.Join(' ', args)}'; train one first");
        return 1;
    }
}
