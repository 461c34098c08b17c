using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ReptileGen.Render.Views;

/// <summary>ffmpeg, which makes one MP4 of the pictures of a film beside the picture that goes on.</summary>
internal sealed class FilmEncoder : IDisposable
{
    private readonly Process _process;
    private readonly string _film;

    private FilmEncoder(Process process, string film) => (_process, _film) = (process, film);

    /// <summary>Whether the film is made, or has failed.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What has become of the film.</summary>
    public string Result => _process.ExitCode == 0
        ? $"saved {_film}.mp4"
        : $"ffmpeg failed on {_film} (exit code {_process.ExitCode}); the pictures are there";

    /// <summary>Starts on the folder of a film; null without ffmpeg.</summary>
    public static FilmEncoder? Start(string film)
    {
        try
        {
            Process? process = Process.Start(new ProcessStartInfo("ffmpeg")
            {
                ArgumentList =
                {
                    "-nostdin", "-loglevel", "error", "-y", "-framerate", Recorder.FilmRate.ToString(CultureInfo.InvariantCulture), "-i",
                    Path.Combine(film, "%05d.png"), "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", film + ".mp4",
                },
            });
            return process is null ? null : new FilmEncoder(process, film);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Waits until the film is made.</summary>
    public void Dispose()
    {
        _process.WaitForExit();
        _process.Dispose();
    }
}
