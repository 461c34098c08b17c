using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReptileGen.Model.Runs;

/// <summary>Applies <c>--set key=value</c>: any field of a spec by its path, such as <c>network.layers.1.size=128</c>.</summary>
public static class SpecOverrides
{
    /// <summary>The spec with some fields replaced, validated.</summary>
    /// <param name="spec">The base.</param>
    /// <param name="settings">Each <c>path=value</c>; the value is JSON, or text where it is not valid JSON.</param>
    /// <exception cref="ArgumentException">The base is not valid, or a setting without '=', an unknown key, or a value that does not fit.</exception>
    public static RunSpec Apply(RunSpec spec, IReadOnlyList<string> settings)
    {
        spec.Validate();
        if (settings.Count == 0)
        {
            return spec;
        }

        JsonNode root = JsonSerializer.SerializeToNode(spec, SpecJson.Options)!;
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=');
            if (equals <= 0)
            {
                throw new ArgumentException($"--set {setting}: expected KEY=VALUE, such as optimizer.rate=0.002");
            }

            if (setting[..equals] == "name")
            {
                throw new ArgumentException($"--set {setting}: a run is called after its preset; choose its folder with --out");
            }

            Set(root, setting[..equals], Value(setting[(equals + 1)..]));
        }

        return SpecJson.Read(root.ToJsonString());
    }

    private static void Set(JsonNode root, string path, JsonNode? value)
    {
        string[] keys = path.Split('.');
        JsonNode node = root;
        for (int i = 0; i < keys.Length; i++)
        {
            bool last = i == keys.Length - 1;
            if (node is JsonObject o && o.ContainsKey(keys[i]))
            {
                if (last)
                {
                    o[keys[i]] = value;
                    return;
                }

                node = o[keys[i]] ?? throw Unknown(path, keys[i + 1], "nothing: it is null");
            }
            else if (node is JsonArray a && int.TryParse(keys[i], out int n) && n >= 0 && n < a.Count)
            {
                if (last)
                {
                    a[n] = value;
                    return;
                }

                node = a[n]!;
            }
            else
            {
                throw Unknown(path, keys[i], Choices(node));
            }
        }
    }

    private static string Choices(JsonNode node) => node switch
    {
        JsonObject o => string.Join(", ", o.Select(p => p.Key)),
        JsonArray a => $"0 to {a.Count - 1}",
        _ => "a plain value without keys",
    };

    private static ArgumentException Unknown(string path, string key, string choices) =>
        new($"--set {path}: unknown key {key}; here are: {choices}");

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
