using System.IO.Compression;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>A local folder with the file, plain or with <c>.gz</c>; or the path of the file itself.</summary>
internal sealed class FolderSource(string path) : Source
{
    public override string Name => path;

    public override bool NeedsNetwork => false;

    public override Task<OpenedContent> Open(ExpectedFile file, CancellationToken cancel)
    {
        string[] candidates = [Path.Combine(path, file.Name), Path.Combine(path, file.Name + ".gz"), path];
        foreach (var candidate in candidates.Where(File.Exists))
        {
            try
            {
                Stream stream = new FileStream(candidate, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
                if (candidate.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                    stream = new GZipStream(stream, CompressionMode.Decompress);
                return Task.FromResult(new OpenedContent(stream));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(e.Message, e);
            }
        }
        throw new SourceException($"neither {file.Name} nor {file.Name}.gz is there");
    }
}
