using System.Runtime.InteropServices;

namespace ReptileGen.Model.Cuda;

/// <summary>
/// The functions of the CUDA driver API that we call, found in the driver's library when a GPU is first asked for.
/// Names, signatures and numbers are those of cuda.h; results are CUresult.
/// </summary>
internal sealed unsafe class CudaDriver
{
    /// <summary>CUDA_ERROR_JIT_COMPILER_NOT_FOUND.</summary>
    public const int NoCompiler = 221;

    public readonly delegate* unmanaged<uint, int> Init;
    public readonly delegate* unmanaged<int*, int> DriverGetVersion;
    public readonly delegate* unmanaged<int*, int> DeviceGetCount;
    public readonly delegate* unmanaged<int*, int, int> DeviceGet;
    public readonly delegate* unmanaged<byte*, int, int, int> DeviceGetName;
    public readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
    public readonly delegate* unmanaged<nint*, int, int> DevicePrimaryCtxRetain;
    public readonly delegate* unmanaged<int, int> DevicePrimaryCtxRelease;
    public readonly delegate* unmanaged<nint, int> CtxSetCurrent;
    public readonly delegate* unmanaged<nint*, void*, uint, int*, void**, int> ModuleLoadDataEx;
    public readonly delegate* unmanaged<nint, int> ModuleUnload;
    public readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
    public readonly delegate* unmanaged<nint, int, int, int> FuncSetAttribute;
    public readonly delegate* unmanaged<nint*, nuint, int> MemAlloc;
    public readonly delegate* unmanaged<nint, int> MemFree;
    public readonly delegate* unmanaged<nuint*, nuint*, int> MemGetInfo;
    public readonly delegate* unmanaged<nint, void*, nuint, int> MemcpyHtoD;
    public readonly delegate* unmanaged<void*, nint, nuint, int> MemcpyDtoH;
    public readonly delegate* unmanaged<nint, byte, nuint, int> MemsetD8;
    public readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> LaunchKernel;
    private readonly delegate* unmanaged<int, byte**, int> getErrorString;
    private readonly nint library;

    private CudaDriver(nint library)
    {
        this.library = library;
        Init = (delegate* unmanaged<uint, int>)Export("cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)Export("cuDriverGetVersion");
        DeviceGetCount = (delegate* unmanaged<int*, int>)Export("cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)Export("cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)Export("cuDeviceGetName");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)Export("cuDeviceGetAttribute");
        DevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)Export("cuDevicePrimaryCtxRetain");
        DevicePrimaryCtxRelease = (delegate* unmanaged<int, int>)Export("cuDevicePrimaryCtxRelease_v2");
        CtxSetCurrent = (delegate* unmanaged<nint, int>)Export("cuCtxSetCurrent");
        ModuleLoadDataEx = (delegate* unmanaged<nint*, void*, uint, int*, void**, int>)Export("cuModuleLoadDataEx");
        ModuleUnload = (delegate* unmanaged<nint, int>)Export("cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)Export("cuModuleGetFunction");
        FuncSetAttribute = (delegate* unmanaged<nint, int, int, int>)Export("cuFuncSetAttribute");
        MemAlloc = (delegate* unmanaged<nint*, nuint, int>)Export("cuMemAlloc_v2");
        MemFree = (delegate* unmanaged<nint, int>)Export("cuMemFree_v2");
        MemGetInfo = (delegate* unmanaged<nuint*, nuint*, int>)Export("cuMemGetInfo_v2");
        MemcpyHtoD = (delegate* unmanaged<nint, void*, nuint, int>)Export("cuMemcpyHtoD_v2");
        MemcpyDtoH = (delegate* unmanaged<void*, nint, nuint, int>)Export("cuMemcpyDtoH_v2");
        MemsetD8 = (delegate* unmanaged<nint, byte, nuint, int>)Export("cuMemsetD8_v2");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Export("cuLaunchKernel");
        getErrorString = (delegate* unmanaged<int, byte**, int>)Export("cuGetErrorString");
        // CUDA 11.8 and later.
        LaunchKernelEx = NativeLibrary.TryGetExport(library, "cuLaunchKernelEx", out nint launch)
            ? (delegate* unmanaged<LaunchConfig*, nint, void**, void**, int>)launch : null;
        MaxActiveClusters = NativeLibrary.TryGetExport(library, "cuOccupancyMaxActiveClusters", out nint occupancy)
            ? (delegate* unmanaged<int*, nint, LaunchConfig*, int>)occupancy : null;
    }

    /// <summary>Launches with a cluster size; null in drivers without clusters.</summary>
    public delegate* unmanaged<LaunchConfig*, nint, void**, void**, int> LaunchKernelEx { get; }

    /// <summary>How many clusters run at once; null in drivers without clusters.</summary>
    public delegate* unmanaged<int*, nint, LaunchConfig*, int> MaxActiveClusters { get; }

    /// <summary>Loads the driver's library.</summary>
    /// <exception cref="UserException">There is none, or it is too old.</exception>
    public static CudaDriver Load()
    {
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            throw new UserException($"no NVIDIA driver: {name} cannot be loaded; install NVIDIA's driver, or use --device cpu");
        }

        try
        {
            return new CudaDriver(library);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new UserException($"the NVIDIA driver is too old: {name} lacks {e.Message}; install driver 450 or newer, or use --device cpu", e);
        }
    }

    /// <summary>Throws one clear line if a result is not 0.</summary>
    public void Check(int result, string doing)
    {
        if (result != 0)
        {
            throw new UserException(Explain(result, doing));
        }
    }

    private string Explain(int result, string doing) => result switch
    {
        2 => $"the GPU is out of memory while {doing}; use a smaller meta-batch or --device cpu",
        3 or 35 => $"the NVIDIA driver is too old or not running (error {result} while {doing}); update it, or use --device cpu",
        100 => "no NVIDIA GPU in this machine; use --device cpu",
        101 or 46 => $"the GPU is not available (error {result} while {doing}); another program may hold it alone",
        209 or 218 or 222 or 803 => $"the NVIDIA driver is too old for our kernels (error {result} while {doing}); update it, or use --device cpu",
        702 => $"the system stopped a GPU kernel that ran too long, as it does on a GPU that drives a display (error 702 while {doing}); the last checkpoint is safe: use another GPU, a smaller network, or --device cpu",
        700 or 715 or 716 or 717 or 718 or 719 => $"a GPU kernel failed (error {result}, {Text(result)}, while {doing}); the last checkpoint is safe: resume from it",
        802 => $"the GPU is not ready (error 802 while {doing}): on machines with NVSwitch NVIDIA's fabric manager has to run; use --device cpu",
        NoCompiler => $"the NVIDIA driver's PTX compiler is missing (error {result} while {doing}): libnvidia-ptxjitcompiler has to be beside {(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1")}, as in a container with all of the driver; use --device cpu",
        214 or 220 => $"the GPU failed or was taken away (error {result}, {Text(result)}, while {doing}); the last checkpoint is safe: resume from it",
        _ => $"the GPU reported error {result} ({Text(result)}) while {doing}; the last checkpoint is safe, --device cpu works without a GPU",
    };

    private string Text(int result)
    {
        byte* text = null;
        return getErrorString(result, &text) == 0 && text != null ? Marshal.PtrToStringUTF8((nint)text) ?? "unknown" : "unknown";
    }

    private nint Export(string name) =>
        NativeLibrary.TryGetExport(library, name, out nint address) ? address : throw new EntryPointNotFoundException(name);

    /// <summary>CUlaunchConfig with one attribute at most.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LaunchConfig
    {
        public uint GridX, GridY, GridZ, BlockX, BlockY, BlockZ, SharedBytes;
        public nint Stream;
        public LaunchAttribute* Attributes;
        public uint AttributeCount;
    }

    /// <summary>CUlaunchAttribute: id 4 is the cluster's dimension; the value is a union of 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 72)]
    internal struct LaunchAttribute
    {
        public uint Id, Padding, X, Y, Z;
    }
}
