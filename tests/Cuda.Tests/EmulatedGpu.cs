using System.Runtime.InteropServices;
using ReptileGen.Model.Cuda;

namespace ReptileGen.Cuda.Tests;

/// <summary>The kernels compiled for the host by whatever C++ compiler is there.</summary>
internal sealed unsafe class EmulatedGpu(int maxCluster = 8, int sharedBytes = 64 << 10, int processors = 2, long freeBytes = 1L << 30, bool limitsTime = false, int largestCluster = 8) : IGpu
{
    private static readonly Lazy<nint> Library = new(Build);

    public string Name => "emulated";

    public string Driver => "nothing";

    public int SharedBytes { get; } = sharedBytes;

    public int Processors { get; } = processors;

    public int MaxCluster { get; } = maxCluster;

    public long FreeBytes { get; } = freeBytes;

    public bool LimitsTime { get; } = limitsTime;

    public int Launches { get; private set; }

    public int ClustersAtOnce(int threads, int cluster, int sharedBytes) => cluster > largestCluster ? 0 : Math.Max(1, Processors / cluster);

    public nint Allocate(long bytes)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)bytes, 256);
        new Span<byte>(memory, checked((int)bytes)).Fill(0xff); // as on a GPU: whatever was there
        return (nint)memory;
    }

    public void Free(nint memory) => NativeMemory.AlignedFree((void*)memory);

    public void Upload<T>(ReadOnlySpan<T> source, nint destination)
        where T : unmanaged => source.CopyTo(new Span<T>((void*)destination, source.Length));

    public void Download<T>(nint source, Span<T> destination)
        where T : unmanaged => new ReadOnlySpan<T>((void*)source, destination.Length).CopyTo(destination);

    public void Clear(nint memory, long bytes) => new Span<byte>((void*)memory, checked((int)bytes)).Clear();

    public void Launch(string kernel, int blocks, int threads, int cluster, int sharedBytes, void** arguments)
    {
        Assert.IsLessThanOrEqualTo(SharedBytes, sharedBytes, "shared memory");
        Launches++;
        var emulate = (delegate* unmanaged<byte*, int, int, int, int, void**, int>)NativeLibrary.GetExport(Library.Value, "emulate");
        byte[] name = System.Text.Encoding.ASCII.GetBytes(kernel + '\0');
        fixed (byte* p = name)
        {
            Assert.AreEqual(0, emulate(p, blocks, threads, cluster, sharedBytes, arguments), $"{kernel}: 1 unknown, 2 wrote behind its shared memory");
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Compiles a source of the emulator to a library; inconclusive without a compiler.</summary>
    public static void Compile(string source, string library)
    {
        string? compiler = OperatingSystem.IsLinux() ? Repository.Program("g++", "clang++", "clang++-14", "c++") : null;
        if (compiler is null)
        {
            Assert.Inconclusive("no C++ compiler here to build the kernels for the host: on Linux install g++ or clang");
        }

        (int code, string output) = Repository.Run(
            compiler, $"-std=c++17 -O2 -shared -fPIC -fvisibility=hidden -DREPTILEGEN_HOST -I\"{Repository.Emulator}\" \"{Repository.Emulator}/{source}\" -o \"{library}\" -Wl,-soname,{Path.GetFileName(library)}");
        Assert.AreEqual(0, code, output);
    }

    private static nint Build()
    {
        string library = Path.Combine(AppContext.BaseDirectory, $"emulator-{Environment.ProcessId}.so");
        Compile("emulator.cpp", library);
        nint loaded = NativeLibrary.Load(library);
        File.Delete(library);
        return loaded;
    }
}
