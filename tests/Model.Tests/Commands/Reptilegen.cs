using System.Diagnostics;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>The real program in a process of its own, without a terminal.</summary>
internal static class Reptilegen
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a command line to its end.</summary>
    public static (int Code, string Output, string Error) Run(params string[] args)
    {
        using Process process = Start(args);
        return End(process);
    }

    /// <summary>Runs a command line to its end with an environment variable of its own.</summary>
    public static (int Code, string Output, string Error) RunWith((string Name, string Value) variable, params string[] args)
    {
        using Process process = Start(variable, args);
        return End(process);
    }

    /// <summary>Runs any program to its end; null if there is none of that name.</summary>
    public static (int Code, string Output, string Error)? Try(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return End(process);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Starts a command line.</summary>
    public static Process Start(params string[] args) => Start(null, args);

    private static Process Start((string Name, string Value)? variable, string[] args)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ReptileGen.Model.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        if (variable is var (name, value))
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for the end; a process that hangs is killed and fails the test.</summary>
    public static (int Code, string Output, string Error) End(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"still running after {Patience}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Sends a signal; only where there are signals, and where the process would hear them.</summary>
    public static void Signal(Process process, string signal)
    {
        if (signal == "INT" && IgnoresInterrupts(process))
        {
            process.Kill();
            Assert.Inconclusive("this shell starts its programs without Ctrl+C, as nohup and & do: run the tests in the foreground");
        }

        using Process kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]);
        kill.WaitForExit();
        Assert.AreEqual(0, kill.ExitCode);
    }

    /// <summary>Has the process inherited that SIGINT, the second signal, is ignored? Only Linux tells.</summary>
    private static bool IgnoresInterrupts(Process process)
    {
        string status = $"/proc/{process.Id}/status";
        const string Ignored = "SigIgn:";
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is string line
            && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & 2) != 0;
    }

    /// <summary>Waits until a file is there.</summary>
    public static void Await(string path, Process process)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !File.Exists(path) && watch.Elapsed < Patience && !process.HasExited;)
        {
            Thread.Sleep(20);
        }

        Assert.IsTrue(File.Exists(path), path);
    }
}
