using System.Diagnostics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using Silk.NET.Input;

namespace ReptileGen.Render.Tests;

/// <summary>Screenshots and films, with a program named ffmpeg that writes down what it was asked for, fails, or is not there.</summary>
[TestClass]
public sealed class RecorderTests
{
    private static readonly KeyPress Record = new(Key.R, false, true, false);

    private string _folder = "";
    private string? _path;

    [TestInitialize]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("reptilegen-film").FullName;
        _path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", Path.Combine(_folder, "bin"));
    }

    [TestCleanup]
    public void Close()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, true);
    }

    [TestMethod]
    public void AFilmIsMadeBesideThePicture()
    {
        Ffmpeg("for last; do :; done; echo \"$@\" > \"$last\"");
        string film = Film(out string stopped, out string ended);
        Assert.AreEqual(($"saved 3 pictures in {film}", $"saved {film}.mp4"), (stopped, ended));
        Assert.Contains("-framerate 30 -i " + Path.Combine(film, "%05d.png"), File.ReadAllText(film + ".mp4"));
        CollectionAssert.AreEqual(new[] { "00000.png", "00001.png", "00002.png" }, Directory.GetFiles(film).Select(Path.GetFileName).Order().ToArray());
    }

    [TestMethod]
    public void AFailedFilmLeavesThePictures()
    {
        Ffmpeg("exit 3");
        string film = Film(out _, out string ended);
        Assert.AreEqual($"ffmpeg failed on {film} (exit code 3); the pictures are there", ended);
        Assert.HasCount(3, Directory.GetFiles(film));
        Assert.IsFalse(File.Exists(film + ".mp4"));
    }

    [TestMethod]
    public void WithoutFfmpegThePicturesStay()
    {
        string film = Film(out string stopped, out _);
        Assert.AreEqual($"no ffmpeg for a film: saved 3 pictures in {film}", stopped);
        Assert.HasCount(3, Directory.GetFiles(film));
    }

    [TestMethod]
    public void TwoFilmsAreMadeAtOnce()
    {
        Ffmpeg("for last; do :; done; i=0; while [ ! -e \"$0.go\" ] && [ $i -lt 120 ]; do /bin/sleep 0.5; i=$((i + 1)); done; [ -e \"$0.go\" ] && echo > \"$last\"");
        var state = new ViewerState();
        using (HeadlessHost host = Headless.Open(state, 320, 180, pictures: _folder))
        {
            for (int i = 0; i < 4; i++)
            {
                host.Scene.Press(Record);
                host.Frame();
            }

            Assert.IsEmpty(Directory.GetFiles(_folder, "*.mp4"));
            File.WriteAllText(Path.Combine(_folder, "bin", "ffmpeg.go"), "");
        }

        Assert.HasCount(2, Directory.GetFiles(_folder, "*.mp4"), "stopping the second film did not wait for the first");
    }

    [TestMethod]
    public void MessagesAreNotPartOfAFilm()
    {
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 320, 180, pictures: _folder);
        host.Frame();
        host.Scene.Press(Record);
        state.Say("a message", host.Scene.Time.Now);
        host.Frame();
        byte[] shown = Headless.Pixels(host);
        using HeadlessHost other = Headless.Open(new ViewerState(), 320, 180);
        other.Frame();
        other.Frame();
        CollectionAssert.AreNotEqual(Headless.Pixels(other), shown, "the screen says that it is recorded");
        string expected = Path.Combine(_folder, "expected.png");
        other.Save(expected);
        string film = Directory.GetFiles(Directory.GetDirectories(_folder, "reptilegen-*").Single()).Single();
        CollectionAssert.AreEqual(File.ReadAllBytes(expected), File.ReadAllBytes(film));
    }

    [TestMethod]
    public void AnUnwritableFolderIsAMessage()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 320, 180, pictures: Path.Combine(file, "below"));
        host.Frame();
        host.Scene.Press(new KeyPress(Key.F12, false, false, false));
        host.Frame();
        Assert.StartsWith("not saved: ", state.Message);
    }

    /// <summary>A film of three frames: what is said when it stops, and when ffmpeg has ended (the same without ffmpeg).</summary>
    private string Film(out string stopped, out string ended)
    {
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 320, 180, pictures: _folder);
        host.Frame();
        host.Scene.Press(Record);
        for (int i = 0; i < 3; i++)
        {
            host.Frame();
        }

        host.Scene.Press(Record);
        stopped = state.Message;
        var clock = Stopwatch.StartNew();
        while (Directory.Exists(Path.Combine(_folder, "bin")) && state.Message == stopped && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            host.Frame();
        }

        ended = state.Message;
        return Directory.GetDirectories(_folder, "reptilegen-*").Single();
    }

    private void Ffmpeg(string body)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("needs a shell script named ffmpeg");
            return;
        }

        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, "ffmpeg");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }
}
