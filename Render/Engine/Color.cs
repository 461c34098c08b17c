namespace ReptileGen.Render.Engine;

/// <summary>A colour with straight alpha, sRGB.</summary>
public readonly record struct Color(float R, float G, float B, float A = 1)
{
    /// <summary>The background.</summary>
    public static readonly Color Night = Hex(0x0B0D12);

    /// <summary>Panels.</summary>
    public static readonly Color Panel = Hex(0x12151C);

    /// <summary>Lines.</summary>
    public static readonly Color Line = Hex(0x2A303C);

    /// <summary>Text.</summary>
    public static readonly Color Text = Hex(0xE9E6DF);

    /// <summary>Less important text.</summary>
    public static readonly Color Muted = Hex(0x929BAB);

    /// <summary>What is alive: the current position, surprise.</summary>
    public static readonly Color Amber = Hex(0xF9A03F);

    /// <summary>What the user gave.</summary>
    public static readonly Color Mint = Hex(0x73DBC7);

    /// <summary>What is expected.</summary>
    public static readonly Color Sky = Hex(0x6FA8FF);

    /// <summary>From 0xRRGGBB.</summary>
    public static Color Hex(int rgb) => new(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f);

    /// <summary>The same colour, more transparent.</summary>
    public Color Fade(float alpha) => this with { A = A * alpha };

    /// <summary>Between two colours.</summary>
    public static Color Mix(Color from, Color to, float t) =>
        new(from.R + ((to.R - from.R) * t), from.G + ((to.G - from.G) * t), from.B + ((to.B - from.B) * t),
            from.A + ((to.A - from.A) * t));
}
