using System.Globalization;
using ReptileGen.Formats;

namespace ReptileGen.Model.Runs;

/// <summary>
/// Keeps a run's folder for one process: an exclusively opened file <c>.lock</c>, which the system lets go when the
/// process ends, however it ends. Beside it <c>.lock.owner</c> says, for people, who has it.
/// </summary>
/// <param name="folder">The run's folder.</param>
public sealed class RunLock(string folder) : IDisposable
{
    /// <summary>Name of the file that is locked.</summary>
    public const string FileName = ".lock";

    /// <summary>Name of the file with the words about the owner.</summary>
    public const string OwnerName = ".lock.owner";

    private FileStream? file;

    private string Owner => Path.Combine(folder, OwnerName);

    /// <summary>Takes the folder, which is made if it is missing; does nothing if it is taken already.</summary>
    /// <exception cref="UserException">Another process has it, or another lock of this one.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Take()
    {
        if (file is not null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        file = LockedFile.TryOpen(Path.Combine(folder, FileName))
            ?? throw new UserException($"{folder}: {Holder()}: wait for its end or stop it with Ctrl+C (it saves), or choose another folder with --out");
        AtomicFile.WriteAllText(Owner, string.Create(
            CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} trains here since {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC"));
    }

    /// <summary>Lets the folder go; the locked file stays, empty.</summary>
    public void Dispose()
    {
        if (file is not null)
        {
            File.Delete(Owner);
            file.Dispose();
            file = null;
        }
    }

    private string Holder() => File.Exists(Owner) ? File.ReadAllText(Owner) : "another process trains here";
}
