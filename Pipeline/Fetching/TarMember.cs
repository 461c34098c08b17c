using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;
using ICSharpCode.SharpZipLib.Tar;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// Takes one member out of a <c>.tgz</c>. The name must be equal byte for byte and the member a regular file; nothing
/// is ever written under a name that an archive chose, and links are not followed.
/// </summary>
internal static class TarMember
{
    /// <summary>The most bytes that a whole archive may unpack to.</summary>
    private const long LargestArchive = 1L << 30;

    /// <summary>Opens a member as a stream of its bytes.</summary>
    /// <exception cref="SourceException">No regular file of that name, or a broken archive.</exception>
    public static Stream Open(string archive, string member)
    {
        var tar = new TarInputStream(
            new CappedStream(new GZipInputStream(File.OpenRead(archive)), LargestArchive), System.Text.Encoding.UTF8);
        try
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (!string.Equals(entry.Name, member, StringComparison.Ordinal))
                    continue;
                if (entry.TarHeader.TypeFlag is not (TarHeader.LF_NORMAL or TarHeader.LF_OLDNORM))
                    throw new SourceException($"{member} is not a regular file in the package");
                return tar;
            }
            throw new SourceException($"the package has no file {member}");
        }
        catch (Exception e)
        {
            tar.Dispose();
            if (e is SharpZipBaseException or IOException or ArgumentException)
                throw new SourceException($"broken archive: {e.Message}", e);
            throw;
        }
    }
}
