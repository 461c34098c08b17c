using System.Numerics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// A vector register: kernels are written once over it and compiled for each width. All operations round once.
/// </summary>
/// <typeparam name="TSelf">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface IVector<TSelf, T>
    where TSelf : struct, IVector<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements; a power of two up to 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf All(T value);

    static abstract TSelf Load(T* source);

    static abstract void Store(TSelf value, T* destination);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    static abstract TSelf Divide(TSelf a, TSelf b);

    /// <summary>a > b ? a : b, so b where either is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>a &lt; b ? a : b, so b where either is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>a b + c.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>2^n for whole n within the range of normal numbers.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>Element by element: <paramref name="then"/> where x > 0, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf IfPositive(TSelf x, TSelf then, TSelf otherwise);

    /// <summary>Element by element: <paramref name="then"/> where the whole number n is odd, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf IfOdd(TSelf n, TSelf then, TSelf otherwise);
}
