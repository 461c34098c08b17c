using System.Text.Json.Serialization;
using ReptileGen.Model.Data;

namespace ReptileGen.Model.Commands;

/// <summary>One packed file as <c>--json</c> shows it: flat, with the keys that the file itself uses.</summary>
internal sealed record DatasetJson(
    string File,
    string Kind,
    string Name,
    string Split,
    long Count,
    long Bytes,
    [property: JsonPropertyName("content_sha256")] string ContentSha256,
    string Source,
    [property: JsonPropertyName("source_sha256")] string SourceSha256,
    string Licence,
    string MadeWith,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ClassStatistics>? Classes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, int>? Lines)
{
    public static IReadOnlyList<DatasetJson> Of(IEnumerable<DatasetSummary> datasets) =>
    [
        .. datasets.Select(d => new DatasetJson(
            d.File, d.Kind, d.Info.Name, d.Info.Split, d.Info.Count, d.Bytes, d.Info.ContentSha256,
            d.Info.Source, d.Info.SourceSha256, d.Info.Licence, d.Info.MadeWith, d.Classes, d.Lines)),
    ];
}
