using System.Diagnostics;
using System.Reflection;

namespace ReptileGen.Cuda.Tests;

/// <summary>Paths of the sources, and programs to run.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == "RepositoryRoot").Value!;

    public static string Kernels => Path.Combine(Root, "Model", "Cuda", "Kernels");

    public static string Emulator => Path.Combine(Root, "tests", "Cuda.Tests", "Emulator");

    /// <summary>The first of some programs that can be started, or null.</summary>
    public static string? Program(params string[] names) => names.FirstOrDefault(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))));

    /// <summary>Exit code and all output of a program.</summary>
    public static (int Code, string Output) Run(string program, string arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
