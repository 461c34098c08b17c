using System.Text.Json;

namespace ReptileGen.Formats;

/// <summary>Reads the JSON of a safetensors header in one pass, without a document tree.</summary>
internal ref struct SafetensorsHeaderReader(ReadOnlySpan<byte> json, string file)
{
    /// <summary>More dimensions than any array library has; without a cap a list of ones could fill the memory.</summary>
    private const int MaxRank = 64;

    private Utf8JsonReader _json = new(json, new JsonReaderOptions { MaxDepth = 16 });
    private readonly string _file = file;

    public void Read(SafetensorsHeader header)
    {
        try
        {
            ReadObject(header);
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(_file, "header", "valid JSON", e.Message, e);
        }
    }

    private void ReadObject(SafetensorsHeader header)
    {
        var names = new HashSet<string>();
        _json.Read();
        Expect(JsonTokenType.StartObject, "header");
        while (NextKey(names, "header") is { } name)
        {
            if (name == TensorSpec.ReservedName)
                ReadMetadata(header.Metadata);
            else
                header.Tensors.Add(ReadTensor(name));
        }
        _json.Read(); // throws if anything but white space follows
    }

    private void ReadMetadata(Dictionary<string, string> metadata)
    {
        Next(JsonTokenType.StartObject, TensorSpec.ReservedName);
        var names = new HashSet<string>();
        while (NextKey(names, TensorSpec.ReservedName) is { } key)
        {
            Next(JsonTokenType.String, $"{TensorSpec.ReservedName}.{key}");
            metadata.Add(key, Text());
        }
    }

    private (TensorSpec Spec, long Begin, long End) ReadTensor(string name)
    {
        Next(JsonTokenType.StartObject, $"tensor {name}");
        string? code = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        var names = new HashSet<string>();
        while (NextKey(names, $"tensor {name}") is { } key)
        {
            if (key == "dtype")
            {
                Next(JsonTokenType.String, $"dtype of {name}");
                code = Text();
            }
            else if (key == "shape")
                shape = ReadIntegers($"shape of {name}");
            else if (key == "data_offsets")
                offsets = ReadIntegers($"data_offsets of {name}");
            else
                throw Invalid($"tensor {name}", "dtype, shape and data_offsets only", $"key {key}");
        }

        if (code is null || shape is null || offsets is null)
            throw Invalid($"tensor {name}", "dtype, shape and data_offsets", "fewer keys");
        if (!DTypes.TryParse(code, out var type))
            throw Invalid($"dtype of {name}", $"one of {string.Join(", ", Enum.GetValues<DType>().Select(t => t.Code()))}", code);
        if (offsets.Count != 2)
            throw Invalid($"data_offsets of {name}", "two numbers", $"{offsets.Count}");
        if (!TensorSpec.TryCount([.. shape], type, out _))
            throw Invalid($"shape of {name}", "a tensor of under 2^63 bytes", $"[{string.Join(", ", shape.Take(16))}]");
        return (new TensorSpec(name, type, [.. shape]), offsets[0], offsets[1]);
    }

    private List<long> ReadIntegers(string field)
    {
        Next(JsonTokenType.StartArray, field);
        var values = new List<long>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.Number, field);
            if (!_json.TryGetUInt64(out var value) || value > long.MaxValue)
                throw Invalid(field, "whole numbers from 0 to 2^63-1", System.Text.Encoding.UTF8.GetString(_json.ValueSpan));
            values.Add((long)value);
            if (values.Count > MaxRank)
                throw Invalid(field, $"at most {MaxRank} numbers", "more");
        }
        return values;
    }

    /// <summary>The next key of the object being read, or null at its end; refuses a key seen before.</summary>
    private string? NextKey(HashSet<string> seen, string field)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
            return null;
        var key = Text();
        return seen.Add(key) ? key : throw Invalid(field, "no key twice", $"{key} again");
    }

    private string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidFileException(_file, "header", "strings of Unicode text", "an escaped half of a surrogate pair", e);
        }
    }

    private void Next(JsonTokenType type, string field)
    {
        _json.Read();
        Expect(type, field);
    }

    private readonly void Expect(JsonTokenType type, string field)
    {
        if (_json.TokenType != type)
            throw Invalid(field, $"{type}", $"{_json.TokenType}");
    }

    private readonly InvalidFileException Invalid(string field, string expected, string found) => new(_file, field, expected, found);
}
