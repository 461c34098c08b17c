using System.ComponentModel;
using System.Diagnostics;

namespace ReptileGen.Model.Baselines.Text;

/// <summary>What general compressors make of lines of text, a line feed after each.</summary>
public static class Compressors
{
    /// <summary>The size that a program such as <c>gzip -9</c> or <c>xz -9</c> makes of a text.</summary>
    /// <returns>Bytes of the compressed file, or null where the program is not found.</returns>
    /// <exception cref="UserException">The program failed.</exception>
    public static long? Size(string program, byte[] text)
    {
        using var process = Start(program);
        if (process is null)
            return null;
        var writing = Task.Run(() =>
        {
            using var input = process.StandardInput.BaseStream;
            input.Write(text);
        });
        using var compressed = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(compressed);
        Task.WaitAny(writing);
        process.WaitForExit();
        return process.ExitCode == 0 && writing.IsCompletedSuccessfully
            ? compressed.Length
            : throw new UserException($"{program} -9: expected exit code 0, found {process.ExitCode}");
    }

    /// <summary>Lines as a text file: the NUL that ends a line becomes a line feed.</summary>
    public static byte[] File(IEnumerable<byte[]> lines) =>
        [.. lines.SelectMany(line => line[^1] == 0 ? [.. line[..^1], (byte)'\n'] : (byte[])[.. line, (byte)'\n'])];

    private static Process? Start(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, "-9 -c") { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
