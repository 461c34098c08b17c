namespace ReptileGen.Pipeline.Fetching;

/// <summary>Tells by the first bytes what a file is, whatever its name or the server says.</summary>
internal static class FirstBytes
{
    public enum Kind
    {
        Other,
        Gzip,
        Html,
    }

    /// <summary>Looks at a seekable stream from its beginning, and goes back there.</summary>
    public static Kind Look(Stream stream)
    {
        Span<byte> start = stackalloc byte[256];
        stream.Position = 0;
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (length >= 2 && start[0] == 0x1f && start[1] == 0x8b)
            return Kind.Gzip;
        var text = System.Text.Encoding.ASCII.GetString(start[..length]).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? Kind.Html
            : Kind.Other;
    }
}
