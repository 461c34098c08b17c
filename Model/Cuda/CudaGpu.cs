using System.Runtime.InteropServices;
using System.Text;

namespace ReptileGen.Model.Cuda;

/// <summary>An NVIDIA GPU through the driver API. The kernels are PTX text in this assembly; the driver translates it once.</summary>
internal sealed unsafe class CudaGpu : IGpu
{
    private const int ClusterDimension = 4;
    private readonly CudaDriver driver;
    private readonly Dictionary<string, nint> functions = [];
    private readonly int device;
    private readonly nint context;
    private readonly nint module;
    private bool disposed;

    private CudaGpu(CudaDriver driver, int device)
    {
        (this.driver, this.device) = (driver, device);
        byte* name = stackalloc byte[256];
        driver.Check(driver.DeviceGetName(name, 256, device), "asking for the GPU's name");
        int version;
        driver.Check(driver.DriverGetVersion(&version), "asking for the driver's version");
        Name = Marshal.PtrToStringUTF8((nint)name) ?? "GPU";
        Driver = $"CUDA {version / 1000}.{version % 1000 / 10}";
        int major = Attribute(75), minor = Attribute(76);
        if (major < 8)
        {
            throw new UserException($"{Name} has compute capability {major}.{minor}; our kernels need 8.0 (Ampere) or newer, use --device cpu");
        }

        SharedBytes = Attribute(97);
        Processors = Attribute(16);
        LimitsTime = Attribute(17) != 0;
        bool clusters = major >= 9 && driver.LaunchKernelEx != null && driver.MaxActiveClusters != null;
        MaxCluster = clusters ? 8 : 1;
        nint primary;
        driver.Check(driver.DevicePrimaryCtxRetain(&primary, device), "opening the GPU");
        context = primary;
        try
        {
            Enter();
            module = LoadModule(clusters ? "sm_90" : "sm_80");
        }
        catch
        {
            _ = driver.DevicePrimaryCtxRelease(device);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Driver { get; }

    /// <inheritdoc/>
    public int SharedBytes { get; }

    /// <inheritdoc/>
    public int Processors { get; }

    /// <inheritdoc/>
    public int MaxCluster { get; }

    /// <inheritdoc/>
    public bool LimitsTime { get; }

    /// <inheritdoc/>
    public long FreeBytes
    {
        get
        {
            Enter();
            nuint free, total;
            driver.Check(driver.MemGetInfo(&free, &total), "asking for free memory");
            return (long)free;
        }
    }

    /// <summary>The first GPU (CUDA_VISIBLE_DEVICES chooses among several).</summary>
    /// <exception cref="UserException">No driver, driver too old, no GPU, GPU too old: the message says which.</exception>
    public static CudaGpu Open()
    {
        CudaDriver driver = CudaDriver.Load();
        driver.Check(driver.Init(0), "starting the driver");
        int count, device;
        driver.Check(driver.DeviceGetCount(&count), "counting GPUs");
        driver.Check(count == 0 ? 100 : 0, "counting GPUs");
        driver.Check(driver.DeviceGet(&device, 0), "opening the GPU");
        return new CudaGpu(driver, device);
    }

    /// <inheritdoc/>
    public int ClustersAtOnce(int threads, int cluster, int sharedBytes)
    {
        if (cluster == 1)
        {
            return Processors;
        }

        Enter();
        nint function = Function("run_episodes", sharedBytes);
        CudaDriver.LaunchAttribute attribute;
        CudaDriver.LaunchConfig config = Config(cluster, threads, cluster, sharedBytes, &attribute);
        int count;
        driver.Check(driver.MaxActiveClusters(&count, function, &config), "asking how many clusters fit");
        return count;
    }

    /// <inheritdoc/>
    public nint Allocate(long bytes)
    {
        Enter();
        nint memory;
        driver.Check(driver.MemAlloc(&memory, (nuint)bytes), $"asking for {bytes / 1048576.0:f1} MiB");
        return memory;
    }

    /// <inheritdoc/>
    public void Free(nint memory)
    {
        _ = driver.CtxSetCurrent(context); // after a failed kernel both refuse: the first error is the one to tell
        _ = driver.MemFree(memory);
    }

    /// <inheritdoc/>
    public void Upload<T>(ReadOnlySpan<T> source, nint destination)
        where T : unmanaged
    {
        Enter();
        fixed (T* p = source)
        {
            if (source.Length > 0)
            {
                driver.Check(driver.MemcpyHtoD(destination, p, (nuint)source.Length * (nuint)sizeof(T)), "copying to the GPU");
            }
        }
    }

    /// <inheritdoc/>
    public void Download<T>(nint source, Span<T> destination)
        where T : unmanaged
    {
        Enter();
        fixed (T* p = destination)
        {
            driver.Check(driver.MemcpyDtoH(p, source, (nuint)destination.Length * (nuint)sizeof(T)), "computing");
        }
    }

    /// <inheritdoc/>
    public void Clear(nint memory, long bytes)
    {
        Enter();
        driver.Check(driver.MemsetD8(memory, 0, (nuint)bytes), "clearing memory");
    }

    /// <inheritdoc/>
    public void Launch(string kernel, int blocks, int threads, int cluster, int sharedBytes, void** arguments)
    {
        Enter();
        nint function = Function(kernel, sharedBytes);
        if (MaxCluster == 1)
        {
            driver.Check(
                driver.LaunchKernel(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, (uint)sharedBytes, 0, arguments, null), $"starting {kernel}");
            return;
        }

        CudaDriver.LaunchAttribute attribute;
        CudaDriver.LaunchConfig config = Config(blocks, threads, cluster, sharedBytes, &attribute);
        driver.Check(driver.LaunchKernelEx(&config, function, arguments, null), $"starting {kernel}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            _ = driver.ModuleUnload(module);
            _ = driver.DevicePrimaryCtxRelease(device);
        }
    }

    private static CudaDriver.LaunchConfig Config(int blocks, int threads, int cluster, int sharedBytes, CudaDriver.LaunchAttribute* attribute)
    {
        *attribute = new CudaDriver.LaunchAttribute { Id = ClusterDimension, X = (uint)cluster, Y = 1, Z = 1 };
        return new CudaDriver.LaunchConfig
        {
            GridX = (uint)blocks,
            GridY = 1,
            GridZ = 1,
            BlockX = (uint)threads,
            BlockY = 1,
            BlockZ = 1,
            SharedBytes = (uint)sharedBytes,
            Attributes = attribute,
            AttributeCount = 1,
        };
    }

    /// <summary>The context belongs to a thread; calls may come from any.</summary>
    private void Enter() => driver.Check(driver.CtxSetCurrent(context), "opening the GPU");

    private int Attribute(int id)
    {
        int value;
        driver.Check(driver.DeviceGetAttribute(&value, id, device), "asking for the GPU's properties");
        return value;
    }

    private nint Function(string kernel, int sharedBytes)
    {
        if (!functions.TryGetValue(kernel, out nint function))
        {
            byte[] name = Encoding.ASCII.GetBytes(kernel + '\0');
            fixed (byte* p = name)
            {
                driver.Check(driver.ModuleGetFunction(&function, module, p), $"looking for {kernel}");
            }

            functions[kernel] = function;
        }

        if (sharedBytes > 48 << 10)
        {
            driver.Check(driver.FuncSetAttribute(function, 8, sharedBytes), $"asking for {sharedBytes} bytes of shared memory");
        }

        return function;
    }

    private nint LoadModule(string target)
    {
        string resource = $"ReptileGen.Model.Cuda.episode.{target}.ptx";
        using Stream stream = typeof(CudaGpu).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is missing");
        byte[] text = new byte[stream.Length + 1]; // the driver wants a final NUL
        stream.ReadExactly(text.AsSpan(0, (int)stream.Length));
        byte[] log = new byte[4096];
        nint loaded;
        fixed (byte* image = text, error = log)
        {
            int* options = stackalloc int[] { 5, 6 }; // error log buffer and its size
            void** values = stackalloc void*[] { error, (void*)(nint)log.Length };
            int result = driver.ModuleLoadDataEx(&loaded, image, 2, options, values);
            if (result is not (0 or CudaDriver.NoCompiler) && log[0] != 0)
            {
                string first = Encoding.UTF8.GetString(log, 0, Array.IndexOf(log, (byte)0)).Split('\n')[0];
                throw new UserException($"the NVIDIA driver cannot translate our kernels for {Name} ({first}); update it, or use --device cpu");
            }

            driver.Check(result, "translating the kernels");
        }

        return loaded;
    }
}
