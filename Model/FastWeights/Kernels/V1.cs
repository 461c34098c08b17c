using System.Numerics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>One number at a time, for machines without vectors.</summary>
internal readonly unsafe struct V1<T>(T value) : IVector<V1<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T value = value;

    public static int Count => 1;

    public static V1<T> Zero => default;

    public static V1<T> All(T value) => new(value);

    public static V1<T> Load(T* source) => new(*source);

    public static void Store(V1<T> value, T* destination) => *destination = value.value;

    public static V1<T> Add(V1<T> a, V1<T> b) => new(a.value + b.value);

    public static V1<T> Subtract(V1<T> a, V1<T> b) => new(a.value - b.value);

    public static V1<T> Multiply(V1<T> a, V1<T> b) => new(a.value * b.value);

    public static V1<T> Divide(V1<T> a, V1<T> b) => new(a.value / b.value);

    public static V1<T> Max(V1<T> a, V1<T> b) => a.value > b.value ? a : b;

    public static V1<T> Min(V1<T> a, V1<T> b) => a.value < b.value ? a : b;

    public static V1<T> Round(V1<T> a) => new(T.Round(a.value, MidpointRounding.ToEven));

    public static V1<T> MultiplyAdd(V1<T> a, V1<T> b, V1<T> c) => new(T.FusedMultiplyAdd(a.value, b.value, c.value));

    public static V1<T> PowerOfTwo(V1<T> n) => new(T.ScaleB(T.One, int.CreateSaturating(n.value)));

    public static V1<T> IfPositive(V1<T> x, V1<T> then, V1<T> otherwise) => x.value > T.Zero ? then : otherwise;

    public static V1<T> IfOdd(V1<T> n, V1<T> then, V1<T> otherwise) => T.IsOddInteger(n.value) ? then : otherwise;
}
