using Microsoft.Build.Framework;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Checks;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>Checks every file in the cache against the catalogue, and every packed file against itself.</summary>
public sealed class VerifyDatasets : CancelableTask
{
    /// <summary>The sets of the catalogue.</summary>
    public ITaskItem[] Sets { get; set; } = [];

    /// <summary>Sizes and hashes: items with <c>Set</c>, <c>Size</c>, <c>Sha256</c>.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder with a folder for each set.</summary>
    [Required]
    public string Cache { get; set; } = "";

    /// <summary>The packed files that the catalogue asks for.</summary>
    [Required]
    public string[] PackedFiles { get; set; } = [];

    /// <inheritdoc />
    protected override string FailureCode => "RGEN4001";

    /// <inheritdoc />
    protected override System.Threading.Tasks.Task Run(CancellationToken cancel)
    {
        foreach (var set in Sets)
        {
            foreach (var file in ImageSetFiles.Of(set.ItemSpec, Files))
            {
                cancel.ThrowIfCancellationRequested();
                var path = Path.Combine(Cache, set.ItemSpec, file.Name);
                if (!File.Exists(path))
                    continue;
                if (file.IsAt(path))
                    Notable($"{path}: ok");
                else
                    Fail(FailureCode, $"{path}: size or SHA-256 differ from the catalogue; delete the file and build again");
            }
        }
        foreach (var path in PackedFiles)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Notable($"{path}: ok, {PackedFileCheck.Describe(path)}");
            }
            catch (Exception e) when (e is InvalidFileException or IOException)
            {
                Fail(FailureCode, $"{e.Message}; run 'dotnet clean' and build again");
            }
        }
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
