using System.Globalization;
using ReptileGen.Formats;
using ReptileGen.Render.Engine;
using Silk.NET.Input;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Views;

/// <summary>Screenshots (F12) and films (Ctrl+R): PNG files, and one MP4 where ffmpeg is installed.</summary>
public sealed class Recorder(string folder) : Behaviour
{
    /// <summary>Frames a second of a film.</summary>
    public const int FilmRate = 30;

    private readonly List<FilmEncoder> _encoders = [];
    private byte[] _pixels = [];
    private byte[] _flipped = [];
    private string? _film;
    private int _frames;
    private bool _wantsShot;

    /// <summary>Whether a film is being made; then every frame is 1 / <see cref="FilmRate"/> seconds long.</summary>
    public bool IsFilming => _film is not null;

    /// <inheritdoc />
    public override bool OnKey(KeyPress key)
    {
        switch (key.Key)
        {
            case Key.F12:
                _wantsShot = true;
                return true;
            case Key.R when key.Control:
                Toggle();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Called when the picture is complete.</summary>
    public void AfterFrame()
    {
        try
        {
            if (_wantsShot)
            {
                _wantsShot = false;
                string path = Path.Combine(folder, $"reptilegen-{Stamp()}.png");
                Save(path);
                Scene.State.Say($"saved {path}", Scene.Time.Now);
            }

            if (_film is not null)
            {
                Save(Path.Combine(_film, $"{_frames++:D5}.png"));
                MessageBox.Draw(Scene.Painter, "recording; Ctrl+R stops");
                Scene.Painter.Flush();
                Scene.Touch();
            }

            Poll();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _film = null;
            Scene.State.Say($"not saved: {exception.Message}", Scene.Time.Now);
        }
    }

    /// <summary>Writes the current framebuffer as PNG.</summary>
    public void Save(string path)
    {
        (int width, int height) = Scene.Pixels;
        int stride = width * 3;
        if (_pixels.Length != stride * height)
        {
            (_pixels, _flipped) = (new byte[stride * height], new byte[stride * height]);
        }

        Scene.Gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        Scene.Gl.ReadPixels(0, 0, (uint)width, (uint)height, PixelFormat.Rgb, PixelType.UnsignedByte, _pixels.AsSpan());
        for (int row = 0; row < height; row++)
        {
            _pixels.AsSpan(row * stride, stride).CopyTo(_flipped.AsSpan((height - 1 - row) * stride));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Png.WriteRgb(path, width, height, _flipped);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        if (_film is not null)
        {
            Toggle();
        }

        _encoders.ForEach(encoder => encoder.Dispose());
        base.Dispose();
    }

    private void Toggle()
    {
        if (_film is not { } film)
        {
            (_film, _frames) = (Path.Combine(folder, $"reptilegen-{Stamp()}"), 0);
            return;
        }

        _film = null;
        FilmEncoder? encoder = FilmEncoder.Start(film);
        if (encoder is not null)
        {
            _encoders.Add(encoder);
        }

        Scene.State.Say($"{(encoder is null ? "no ffmpeg for a film: " : "")}saved {_frames} pictures in {film}", Scene.Time.Now);
    }

    /// <summary>Says what became of a film that ffmpeg has ended.</summary>
    private void Poll()
    {
        if (_encoders.Count == 0)
        {
            return;
        }

        Scene.Touch();
        if (_encoders.Find(encoder => encoder.HasEnded) is { } ended)
        {
            Scene.State.Say(ended.Result, Scene.Time.Now);
            _encoders.Remove(ended);
            ended.Dispose();
        }
    }

    private static string Stamp() => DateTime.Now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
}
