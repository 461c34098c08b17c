using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReptileGen.Model.Runs;

/// <summary>JSON of run specs, on one line: snake_case, strict, numbers that read back to the same value.</summary>
public static class SpecJson
{
    /// <summary>How it is read and written.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The JSON of a run spec.</summary>
    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, Options);

    /// <summary>Reads and validates a run spec; unknown and missing keys are refused.</summary>
    /// <exception cref="ArgumentException">It is no valid spec.</exception>
    public static RunSpec Read(string json)
    {
        try
        {
            RunSpec spec = JsonSerializer.Deserialize<RunSpec>(json, Options) ?? throw new ArgumentException("run spec: expected an object, found null");
            spec.Validate();
            return spec;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"run spec: {(e.Path ?? "$").Replace("$.", "", StringComparison.Ordinal)}: {Reason(e.Message)}", e);
        }
        catch (NotSupportedException e)
        {
            // An input without "kind", or a layer without "type".
            string path = e.Message.Split(" Path: $.")[^1].Split(" | ")[0];
            throw new ArgumentException($"run spec: {path}: expected {(path.Contains("layers", StringComparison.Ordinal) ? "\"type\", such as \"linear\"" : "\"kind\", \"image\" or \"text\"")}, found none", e);
        }
    }

    /// <summary>The same, but what is not known is skipped.</summary>
    public static JsonSerializerOptions Lenient { get; } = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private static string Reason(string message)
    {
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            return "the value does not fit";
        }

        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Replace("Read unrecognized type discriminator id", "unknown type", StringComparison.Ordinal).TrimEnd('.', ' ');
    }

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            AllowOutOfOrderMetadataProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
