using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;

namespace ReptileGen.Model.Baselines.Text;

/// <summary>What general compressors make of lines of text, a line feed after each.</summary>
public static class Compressors
{
    /// <summary>gzip at its best (level 9 of zlib).</summary>
    /// <returns>Bytes of the compressed file.</returns>
    public static long Gzip(byte[] text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(text);
        return compressed.Length;
    }

    /// <summary>The program <c>xz -9</c>.</summary>
    /// <returns>Bytes of the compressed file, or null where the program is not found.</returns>
    /// <exception cref="UserException">The program failed.</exception>
    public static long? Xz(byte[] text)
    {
        using var xz = StartXz();
        if (xz is null)
            return null;
        var writing = Task.Run(() =>
        {
            using var input = xz.StandardInput.BaseStream;
            input.Write(text);
        });
        using var compressed = new MemoryStream();
        xz.StandardOutput.BaseStream.CopyTo(compressed);
        Task.WaitAny(writing);
        xz.WaitForExit();
        return xz.ExitCode == 0 && writing.IsCompletedSuccessfully
            ? compressed.Length
            : throw new UserException($"xz -9: expected exit code 0, found {xz.ExitCode}");
    }

    /// <summary>Lines as a text file: the NUL that ends a line becomes a line feed.</summary>
    public static byte[] File(IEnumerable<byte[]> lines) =>
        [.. lines.SelectMany(line => line[^1] == 0 ? [.. line[..^1], (byte)'\n'] : (byte[])[.. line, (byte)'\n'])];

    private static Process? StartXz()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("xz", "-9 --stdout") { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
