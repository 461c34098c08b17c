using Microsoft.Build.Framework;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>
/// Brings the files of one image set into the cache, from the first source that has them. If none has, and a sample is
/// given, the whole set is taken from the sample and a note says so; full and sample files are never mixed.
/// </summary>
public sealed class FetchFile : CancelableTask
{
    /// <summary>The set's name.</summary>
    [Required]
    public string Set { get; set; } = "";

    /// <summary>Sizes and hashes: items with <c>Set</c>, <c>Size</c>, <c>Sha256</c>, of any sets.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Where to look, in order; see <see cref="Fetcher.Fetch"/>.</summary>
    public string[] Sources { get; set; } = [];

    /// <summary>A folder with small files of the same names, for builds without a network.</summary>
    public string Sample { get; set; } = "";

    /// <summary>The folder of the set in the cache.</summary>
    [Required]
    public string Cache { get; set; } = "";

    /// <summary>Use local sources only.</summary>
    public bool Offline { get; set; }

    /// <summary>The file that says, while it exists, that the sample stands in for the set; written here when it does.</summary>
    public string SampleNote { get; set; } = "";

    /// <summary>Where the files to pack are.</summary>
    [Output]
    public string Folder { get; set; } = "";

    /// <summary>Is it the sample that is there?</summary>
    [Output]
    public bool UsesSample { get; set; }

    /// <inheritdoc />
    protected override string FailureCode => "RGEN1002";

    /// <inheritdoc />
    protected override async System.Threading.Tasks.Task Run(CancellationToken cancel)
    {
        var files = ImageSetFiles.Of(Set, Files);
        var options = new FetchOptions { Offline = Offline };
        var problem = await Fetcher.Fetch(files, Sources, Cache, options, this, cancel);
        Folder = Cache;
        if (problem is null)
            return;
        if (Sample.Length == 0)
        {
            Fail("RGEN1002", $"{Set}: {problem}; put the files into a folder and name it among the set's Sources");
            return;
        }

        UsesSample = true;
        Folder = Path.Combine(Cache, "sample");
        List<ExpectedFile> samples = [.. files.Select(file => new ExpectedFile(file.Name))];
        var missing = await Fetcher.Fetch(samples, [Sample], Folder, options, this, cancel);
        if (missing is not null)
            Fail("RGEN1002", $"{Set}: {missing}");
        else
            await WriteNote(problem, cancel);
    }

    /// <summary>Under the lock of the note's folder: another build removes there what killed ones left.</summary>
    private async System.Threading.Tasks.Task WriteNote(string text, CancellationToken cancel)
    {
        using var held = await FolderLock.Acquire(Path.GetDirectoryName(Path.GetFullPath(SampleNote))!, this, cancel);
        AtomicFile.RemoveTemporariesOf(SampleNote);
        AtomicFile.WriteAllText(SampleNote, text);
    }
}
