using TorchSharp.Core;

namespace TorchSharp.Kernels;

/// <summary>
/// The shape of an elementwise loop over several strided operands: adjacent dimensions are merged where every operand
/// allows it, so that the innermost run is as long as it can be.
/// </summary>
internal readonly struct Loop
{
    private Loop(long[] sizes, long[][] strides)
    {
        Sizes = sizes;
        Strides = strides;
    }

    /// <summary>Merged sizes, outermost first; never empty.</summary>
    public long[] Sizes { get; }

    /// <summary>Per operand, per merged dimension.</summary>
    public long[][] Strides { get; }

    /// <summary>Length of the innermost run.</summary>
    public int Inner => (int)Sizes[^1];

    /// <summary>Operands read (or written) as if they had the shape <paramref name="sizes"/>.</summary>
    public static Loop Over(long[] sizes, params Impl[] operands)
    {
        var strides = operands.Select(operand => Shape.Expand(operand.Sizes, operand.Strides, sizes)).ToArray();
        var merged = new List<long>();
        var steps = operands.Select(_ => new List<long>()).ToArray();
        for (var dim = 0; dim < sizes.Length; dim++)
        {
            if (sizes[dim] == 1)
                continue;
            var joins = merged.Count > 0;
            for (var k = 0; joins && k < operands.Length; k++)
                joins = steps[k][^1] == strides[k][dim] * sizes[dim];
            if (joins)
                merged[^1] *= sizes[dim];
            else
                merged.Add(sizes[dim]);
            for (var k = 0; k < operands.Length; k++)
            {
                if (joins)
                    steps[k][^1] = strides[k][dim];
                else
                    steps[k].Add(strides[k][dim]);
            }
        }

        if (merged.Count == 0)
        {
            merged.Add(1);
            foreach (var step in steps)
                step.Add(1);
        }

        return new Loop([.. merged], steps.Select(step => step.ToArray()).ToArray());
    }

    /// <summary>Number of inner runs.</summary>
    public long Runs => Shape.Count(Sizes.AsSpan(0, Sizes.Length - 1));

    /// <summary>Start of run <paramref name="run"/> in operand <paramref name="operand"/>, in elements.</summary>
    public long Start(int operand, long run)
    {
        var strides = Strides[operand];
        var start = 0L;
        for (var dim = Sizes.Length - 2; dim >= 0; dim--)
        {
            start += run % Sizes[dim] * strides[dim];
            run /= Sizes[dim];
        }

        return start;
    }
}
