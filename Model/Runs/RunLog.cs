using System.Text.Json;
using ReptileGen.Formats;

namespace ReptileGen.Model.Runs;

/// <summary>One line of <c>log.jsonl</c>.</summary>
/// <param name="Kind"><c>train</c> (means since the last such line) or <c>validation</c>.</param>
/// <param name="Step">Outer steps made.</param>
/// <param name="Episodes">Training episodes seen, or validation episodes measured.</param>
/// <param name="Seconds">Seconds trained.</param>
/// <param name="Nats">Mean nats per episode.</param>
/// <param name="StandardError">Of a validation mean.</param>
/// <param name="Scale">Factor of the outer rates.</param>
/// <param name="GradientNorm">Norm of the mean meta-gradient.</param>
/// <param name="Lost">Episodes so far that were not finite.</param>
public sealed record LogLine(
    string Kind, long Step, long Episodes, double Seconds, double Nats,
    double? StandardError = null, double? Scale = null, double? GradientNorm = null, long Lost = 0);

/// <summary>The log of a run: JSON lines and a TensorBoard event file, both flushed line by line.</summary>
public sealed class RunLog : IDisposable
{
    /// <summary>Name of the file of JSON lines.</summary>
    public const string FileName = "log.jsonl";

    private readonly StreamWriter lines;
    private readonly EventFile events;

    /// <summary>Opens the log of a run; lines after the step it goes on from are dropped.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="step">Outer steps made before.</param>
    public RunLog(string folder, long step)
    {
        string path = Path.Combine(folder, FileName);
        AtomicFile.WriteAllText(path, string.Concat(Read(folder).Where(l => l.Step <= step && step > 0).Select(Json)));
        lines = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        events = new EventFile(folder, step);
    }

    /// <summary>Adds a line.</summary>
    public void Write(LogLine line)
    {
        lines.Write(Json(line));
        events.Scalar(line.Kind + "/nats", line.Step, line.Nats);
        if (line.Scale is double scale)
        {
            events.Scalar("train/scale", line.Step, scale);
            events.Scalar("train/gradient_norm", line.Step, line.GradientNorm ?? 0);
        }
    }

    /// <summary>The lines of a run's log, oldest first; none if there is no log. A torn last line is left out.</summary>
    public static IReadOnlyList<LogLine> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        List<LogLine> log = [];
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                log.Add(JsonSerializer.Deserialize<LogLine>(line, SpecJson.Options)!);
            }
            catch (JsonException)
            {
                break;
            }
        }

        return log;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        lines.Dispose();
        events.Dispose();
    }

    private static string Json(LogLine line) => JsonSerializer.Serialize(line, SpecJson.Options) + "\n";
}
