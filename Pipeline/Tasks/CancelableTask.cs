using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>
/// What the tasks have in common: Ctrl+C ends the work at once, and what users can get wrong becomes one error line
/// with a code instead of a stack trace.
/// </summary>
public abstract class CancelableTask : Microsoft.Build.Utilities.Task, ICancelableTask, IFetchLog
{
    private readonly CancellationTokenSource _cancel = new();

    /// <inheritdoc />
    public void Cancel() => _cancel.Cancel();

    /// <inheritdoc />
    public void Detail(string message) => Log.LogMessage(MessageImportance.Normal, message);

    /// <inheritdoc />
    public void Notable(string message) => Log.LogMessage(MessageImportance.High, "  " + message);

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            Run(_cancel.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidFileException or IOException or UnauthorizedAccessException or FormatException)
        {
            Fail(FailureCode, e.Message);
        }
        return !Log.HasLoggedErrors;
    }

    /// <summary>The code of an error that the input caused.</summary>
    protected abstract string FailureCode { get; }

    /// <summary>The work.</summary>
    protected abstract System.Threading.Tasks.Task Run(CancellationToken cancel);

    /// <summary>Logs one error with a code.</summary>
    protected void Fail(string code, string message) =>
        Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", message);

    /// <summary>A metadata value of an item, or what stands in for it.</summary>
    protected static string Value(ITaskItem item, string name, string fallback)
    {
        var value = item.GetMetadata(name);
        return string.IsNullOrWhiteSpace(value) ? fallback : value.Trim();
    }
}
