using System.Runtime.InteropServices;
using ReptileGen.Model.Cuda;

namespace ReptileGen.Cuda.Tests;

/// <summary>A driver library that runs the kernels on the host, and the real program with it.</summary>
internal static class EmulatedDriver
{
    private static readonly Lazy<string> Folder = new(Build);

    /// <summary>Runs <c>reptilegen</c>; what the emulated driver shall report stands in driver.cpp.</summary>
    /// <param name="behaviour">Null for a library that cannot be loaded.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="variables">More environment variables.</param>
    public static (int Code, string Output) Reptilegen(string? behaviour, string arguments, params (string Name, string Value)[] variables)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("the emulated driver takes the place of the real one by LD_LIBRARY_PATH, which is Linux's");
        }

        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "ReptileGen.Model.dll");
        string library = behaviour is null ? Path.Combine(Folder.Value, "broken") : Folder.Value;
        return Repository.Run(dotnet, $"\"{program}\" {arguments}", [("LD_LIBRARY_PATH", library), ("EMULATED_GPU", behaviour ?? ""), .. variables]);
    }

    /// <summary>The emulated GPU in this process: a library that is loaded already is found by its name.</summary>
    public static CudaGpu Open()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("the emulated driver is a Linux library");
        }

        NativeLibrary.Load(Path.Combine(Folder.Value, "libcuda.so.1"));
        return CudaGpu.Open();
    }

    private static string Build()
    {
        string folder = Directory.CreateTempSubdirectory("reptilegen-driver-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        EmulatedGpu.Compile("driver.cpp", Path.Combine(folder, "libcuda.so.1"));
        Directory.CreateDirectory(Path.Combine(folder, "broken"));
        File.WriteAllText(Path.Combine(folder, "broken", "libcuda.so.1"), "not a library");
        return folder;
    }
}
