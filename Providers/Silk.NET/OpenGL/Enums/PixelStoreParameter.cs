#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Parameters of <c>glPixelStorei</c>.</summary>
public enum PixelStoreParameter
{
    UnpackRowLength = 0xCF2,
    UnpackSkipRows = 0xCF3,
    UnpackSkipPixels = 0xCF4,
    UnpackAlignment = 0xCF5,
    PackRowLength = 0xD02,
    PackAlignment = 0xD05,
}
