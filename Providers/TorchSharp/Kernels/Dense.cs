using TorchSharp.Core;

namespace TorchSharp.Kernels;

/// <summary>Replaces operands whose innermost stride is neither 0 nor 1 by contiguous copies, for the time of a kernel.</summary>
internal readonly ref struct Dense
{
    private readonly Impl? _a;
    private readonly Impl? _b;

    public Dense(ref Impl a, long strideA, ref Impl b, long strideB, long[] sizes)
    {
        if (sizes.Length == 0)
            return;
        if (strideA is not (0 or 1))
            a = _a = Copy.Contiguous(a);
        if (strideB is not (0 or 1))
            b = _b = Copy.Contiguous(b);
    }

    public bool Changed => _a is not null || _b is not null;

    public void Dispose()
    {
        _a?.Release();
        _b?.Release();
    }
}
