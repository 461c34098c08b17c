using System.IO.Compression;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// A folder on a web server, with the file plain or with <c>.gz</c>. Only <c>https</c>, except for this machine itself.
/// </summary>
internal sealed class HttpSource(Uri folder, HttpDownload download, string cache) : Source
{
    public override string Name => folder.AbsoluteUri;

    public override bool NeedsNetwork => true;

    public override async Task<OpenedContent> Open(ExpectedFile file, CancellationToken cancel)
    {
        Download got;
        var gzip = true;
        try
        {
            got = await Get(file, file.Name + ".gz", cancel);
        }
        catch (NotFoundException)
        {
            gzip = false;
            got = await Get(file, file.Name, cancel);
        }

        var stream = File.OpenRead(got.Path);
        var kind = FirstBytes.Look(stream);
        if (kind == FirstBytes.Kind.Html || gzip && kind != FirstBytes.Kind.Gzip)
        {
            stream.Dispose();
            File.Delete(got.Path);
            throw new SourceException(kind == FirstBytes.Kind.Html ? "an HTML page instead of the file" : "not a gzip file");
        }
        return new OpenedContent(
            gzip ? new GZipStream(stream, CompressionMode.Decompress) : stream,
            got.Transferred, got.Resumed, () => File.Delete(got.Path));
    }

    private Task<Download> Get(ExpectedFile file, string name, CancellationToken cancel)
    {
        var address = new Uri(folder, name);
        return download.Run(address, PartialPath(cache, address), file.ReadLimit + HttpDownload.GzipOverhead, cancel);
    }

    /// <summary>Where an unfinished transfer waits for the next build: one file per address.</summary>
    internal static string PartialPath(string cache, Uri address)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address.AbsoluteUri));
        return Path.Combine(cache, $"{Path.GetFileName(address.AbsolutePath)}.{Convert.ToHexStringLower(hash.AsSpan(0, 4))}.partial");
    }
}
