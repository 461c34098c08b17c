using System.Diagnostics;
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

    private byte[] _pixels = [];
    private byte[] _flipped = [];
    private string? _film;
    private Process? _encoder;
    private string _encoding = "";
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
                Scene.Touch();
            }

            if (_encoder is not null)
            {
                Scene.Touch();
                if (_encoder.HasExited)
                {
                    EndEncoding();
                }
            }
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

        _encoder?.WaitForExit();
        _encoder?.Dispose();
        base.Dispose();
    }

    private void Toggle()
    {
        if (_film is null)
        {
            (_film, _frames) = (Path.Combine(folder, $"reptilegen-{Stamp()}"), 0);
            Scene.State.Say("recording; Ctrl+R stops", Scene.Time.Now);
            return;
        }

        (_encoding, _film) = (_film, null);
        _encoder?.WaitForExit();
        _encoder?.Dispose();
        _encoder = Encoder(_encoding);
        Scene.State.Say($"{(_encoder is null ? "no ffmpeg for a film: " : "")}saved {_frames} pictures in {_encoding}", Scene.Time.Now);
    }

    private void EndEncoding()
    {
        Scene.State.Say(_encoder!.ExitCode == 0 ? $"saved {_encoding}.mp4" : $"ffmpeg failed on {_encoding} (exit code {_encoder.ExitCode}); the pictures are there", Scene.Time.Now);
        _encoder.Dispose();
        _encoder = null;
    }

    /// <summary>Makes one film of the pictures beside the picture that goes on; null without ffmpeg.</summary>
    private static Process? Encoder(string film)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg")
            {
                ArgumentList =
                {
                    "-nostdin", "-loglevel", "error", "-y", "-framerate", FilmRate.ToString(CultureInfo.InvariantCulture), "-i",
                    Path.Combine(film, "%05d.png"), "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", film + ".mp4",
                },
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Stamp() => DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
}
