namespace TorchSharp.Core;

/// <summary>Arithmetic of sizes and strides.</summary>
internal static class Shape
{
    public static long Count(ReadOnlySpan<long> sizes)
    {
        var count = 1L;
        foreach (var size in sizes)
        {
            if (size < 0)
                throw Types.Error($"Trying to create tensor with negative dimension {size}: {Text(sizes)}");
            count = checked(count * size);
        }

        return count;
    }

    public static long[] Contiguous(ReadOnlySpan<long> sizes)
    {
        var strides = new long[sizes.Length];
        var stride = 1L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(sizes[i], 1);
        }

        return strides;
    }

    public static bool IsContiguous(long[] sizes, long[] strides)
    {
        var stride = 1L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] == 0)
                return true;
            if (sizes[i] != 1 && strides[i] != stride)
                return false;
            stride *= sizes[i];
        }

        return true;
    }

    /// <summary>The shape to which both broadcast; the error names both.</summary>
    public static long[] Broadcast(long[] a, long[] b)
    {
        if (a.AsSpan().SequenceEqual(b))
            return a;
        var rank = Math.Max(a.Length, b.Length);
        var result = new long[rank];
        for (var i = 1; i <= rank; i++)
        {
            var x = i <= a.Length ? a[^i] : 1;
            var y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
                throw Types.Error($"The size of tensor a ({x}) must match the size of tensor b ({y}) at non-singleton dimension {rank - i}: shapes {Text(a)} and {Text(b)}");
            result[^i] = x == 1 ? y : x;
        }

        return result;
    }

    /// <summary>Strides with which a tensor is read as if it had the larger shape; 0 where it repeats.</summary>
    public static long[] Expand(long[] sizes, long[] strides, long[] target)
    {
        var result = new long[target.Length];
        for (var i = 1; i <= target.Length; i++)
        {
            if (i > sizes.Length)
                continue;
            if (sizes[^i] == target[^i])
                result[^i] = target[^i] == 1 ? 0 : strides[^i];
            else if (sizes[^i] != 1)
                throw Types.Error($"The expanded size of the tensor ({target[^i]}) must match the existing size ({sizes[^i]}) at non-singleton dimension {target.Length - i}. Target sizes: {Text(target)}. Tensor sizes: {Text(sizes)}");
        }

        return result;
    }

    /// <summary>A dimension counted from the end if negative, checked.</summary>
    public static int Dimension(long dim, int rank)
    {
        var bound = Math.Max(rank, 1);
        if (dim < -bound || dim >= bound)
            throw Types.Error($"Dimension out of range (expected to be in range of [{-bound}, {bound - 1}], but got {dim})");
        return (int)(dim < 0 ? dim + bound : dim);
    }

    public static string Text(ReadOnlySpan<long> sizes) => $"[{string.Join(", ", sizes.ToArray())}]";
}
