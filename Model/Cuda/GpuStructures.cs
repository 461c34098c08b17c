using System.Runtime.InteropServices;

namespace ReptileGen.Model.Cuda;

// The structures of Kernels/plan.h: the same fields in the same order.

/// <summary>An operation as the kernels see it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpuOp
{
    public int Kind, Input, Second, Output, Size, InputSize, Weight, Bias, Argument;
    public int Aux, Q, M, Fence, Unused0, Unused1, Unused2;
}

/// <summary>A tensor, and where it lies: rows below SharedRows in shared memory, the others in scratch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpuTensor
{
    public int Meta, Rows, Columns, LogRate, RowFactors, ColumnFactors, Factors, Adapts, Split, Slice, Stride;
    public int Shared, SharedRows, Global, AdjointShared, AdjointSharedRows, AdjointGlobal, Rates, Matrix, Unused0;
}

/// <summary>What a launch does.</summary>
internal enum GpuMode
{
    Evaluate,
    Sample,
    Reptile,
    Fomaml,
    Maml,
}

/// <summary>The argument of <c>run_episodes</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpuJob
{
    public nint Meta, Targets, Chances, Lengths, Indices, ContextSource, Ops, Tensors, Uniforms;
    public nint Scratch, Tape, Gradients, Nll, StepNll, Samples;
    public long ScratchLength, TapeLength;
    public int Episodes, Steps, OpCount, TensorCount, IndexCount, ContextCount;
    public int ActivationLength, FullLength, LogitSlot, LogitCount, MetaLength, ThetaLength;
    public int Mode, Truncation, LargestStride, ExchangeLength, StopAtNul;
    public int SOps, STensors, SRates, SActivation0, SActivation1, SAdjoint, SRadjoint, SWarps, SExchange, SSmall, STargets, SQ, SQEnd, SEnd;
    public float InitialRate, GradientBound, LogitBound, LossThreshold, InverseTemperature;
}
