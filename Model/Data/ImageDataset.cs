using ReptileGen.Formats;

namespace ReptileGen.Model.Data;

/// <summary>
/// A memory-mapped file of images: gray levels, class labels, and the bits of gray >= 128. The spans point into the
/// mapping and are valid until <see cref="Dispose"/>.
/// </summary>
public sealed class ImageDataset : IDisposable
{
    /// <summary>The gray level from which on a pixel's bit is 1 (protocol <c>threshold</c>).</summary>
    public const byte Threshold = 128;

    private readonly SafetensorsFile _file;

    private ImageDataset(SafetensorsFile file)
    {
        _file = file;
        var info = DatasetInfo.Read(file, DatasetInfo.ImageFormat);
        file.Read<byte>("images", -1, -1, -1);
        var shape = file.Require("images").Shape;
        if (shape.Contains(0))
            throw new InvalidFileException(file.Name, "shape of images", "at least one image of at least one pixel", $"[{string.Join(", ", shape)}]");
        Height = (int)shape[1];
        Width = (int)shape[2];
        PixelCount = Height * Width;
        BytesOfBits = (PixelCount + 7) / 8;
        Count = (int)shape[0];
        file.Read<byte>("labels", Count);
        file.Read<byte>("bits", Count, BytesOfBits);
        Info = info.Counted(file, Count);
    }

    /// <summary>What the file says about itself.</summary>
    public DatasetInfo Info { get; }

    /// <summary>The file.</summary>
    public SafetensorsFile File => _file;

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Pixels of an image.</summary>
    public int PixelCount { get; }

    /// <summary>Bytes that the bits of an image take, 8 pixels each.</summary>
    public int BytesOfBits { get; }

    /// <summary>Gray levels <c>[Count, Height, Width]</c>, 0 is background.</summary>
    public ReadOnlySpan<byte> Images => _file.ReadBytes("images");

    /// <summary>Classes <c>[Count]</c>.</summary>
    public ReadOnlySpan<byte> Labels => _file.ReadBytes("labels");

    /// <summary>Thresholded pixels <c>[Count, BytesOfBits]</c>, row-major, most significant bit first.</summary>
    public ReadOnlySpan<byte> Bits => _file.ReadBytes("bits");

    /// <summary>Opens <c>NAME-SPLIT.safetensors</c>.</summary>
    /// <param name="folder">A folder from <see cref="DatasetLocator.Locate(string?)"/>.</param>
    /// <param name="name">The dataset, such as <c>mnist</c>.</param>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <exception cref="UserException">The file is missing.</exception>
    /// <exception cref="InvalidFileException">The file is not a packed set of images.</exception>
    public static ImageDataset Open(string folder, string name, string split) => Open(DatasetLocator.File(folder, $"{name}-{split}"));

    /// <summary>Opens a packed file of images.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The file is not a packed set of images.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageDataset Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new ImageDataset(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The gray levels <c>[Height, Width]</c> of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Images.Slice(checked(index * PixelCount), PixelCount);

    /// <summary>Writes the thresholded pixels of one image, each 0 or 1.</summary>
    /// <param name="index">Which image.</param>
    /// <param name="pixels"><c>[PixelCount]</c>.</param>
    public void UnpackBits(int index, Span<byte> pixels)
    {
        var bits = Bits.Slice(checked(index * BytesOfBits), BytesOfBits);
        pixels = pixels[..PixelCount];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((bits[i >> 3] >> (7 - (i & 7))) & 1);
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _file.Dispose();
}
