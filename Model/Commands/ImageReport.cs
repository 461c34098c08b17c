using System.Text.Json.Serialization;

namespace ReptileGen.Model.Commands;

/// <summary>The likelihood of images as <c>--json</c> shows it, of a fast-weight model or a baseline.</summary>
internal sealed record ImageReport(
    string Model, string Protocol, string Split, int Images, ulong Seed, double NatsPerImage, double StandardError, double BitsPerDim, double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairedComparison? Against);
