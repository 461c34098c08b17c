using TorchSharp.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Element types.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned byte.</summary>
        Byte = 0,

        /// <summary>Signed byte.</summary>
        Int8 = 1,

        /// <summary>16-bit integer.</summary>
        Int16 = 2,

        /// <summary>32-bit integer.</summary>
        Int32 = 3,

        /// <summary>64-bit integer, the type of indices.</summary>
        Int64 = 4,

        /// <summary>Half precision.</summary>
        Float16 = 5,

        /// <summary>Single precision, the default.</summary>
        Float32 = 6,

        /// <summary>Double precision.</summary>
        Float64 = 7,

        /// <summary>Complex of single precision.</summary>
        ComplexFloat32 = 9,

        /// <summary>Complex of double precision.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth value.</summary>
        Bool = 11,

        /// <summary>Brain float.</summary>
        BFloat16 = 15,
    }

    private static ScalarType _defaultType = ScalarType.Float32;

    /// <summary>Truth value.</summary>
    public static ScalarType @bool = ScalarType.Bool;

    /// <summary>Unsigned byte.</summary>
    public static ScalarType uint8 = ScalarType.Byte;

    /// <summary>32-bit integer.</summary>
    public static ScalarType int32 = ScalarType.Int32;

    /// <summary>64-bit integer.</summary>
    public static ScalarType int64 = ScalarType.Int64;

    /// <summary>Single precision.</summary>
    public static ScalarType float32 = ScalarType.Float32;

    /// <summary>Double precision.</summary>
    public static ScalarType float64 = ScalarType.Float64;

    /// <summary>The type of new tensors of floating point.</summary>
    public static ScalarType get_default_dtype() => _defaultType;

    /// <summary>Sets the type of new tensors of floating point.</summary>
    public static void set_default_dtype(ScalarType dtype) => _defaultType = dtype;

    /// <summary>Stops the recording of operations on this thread until disposed.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Resumes the recording of operations on this thread until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Switches the recording of operations on this thread until disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    /// <summary>True while operations are recorded.</summary>
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    /// <summary>Number of threads that a kernel may use.</summary>
    public static int get_num_threads() => Threads.Count;

    /// <summary>Sets the number of threads that a kernel may use.</summary>
    public static void set_num_threads(int num) => Threads.Count = num;
}
