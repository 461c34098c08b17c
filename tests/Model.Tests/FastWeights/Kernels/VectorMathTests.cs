using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Tests.FastWeights.Kernels;

/// <summary>The elementary functions against the library's in double, and the same bits one by one as in vectors.</summary>
[TestClass]
public sealed class VectorMathTests
{
    private const double FloatError = 4e-7;
    private const double DoubleError = 1e-15;

    [TestMethod]
    public void FloatFunctions() => CheckAll<float>(FloatError);

    [TestMethod]
    public void DoubleFunctions() => CheckAll<double>(DoubleError);

    [TestMethod]
    public void WhatIsNotANumberStaysSo()
    {
        float[] x = [float.NaN];
        float[] y = new float[1];
        Unary<float, TanhFunction<float>>.Forward(x, y);
        Assert.IsTrue(float.IsNaN(y[0]));
        Unary<float, ReluFunction<float>>.Forward(x, y);
        Assert.IsTrue(float.IsNaN(y[0]));
        Unary<float, SiluFunction<float>>.Forward(x, y);
        Assert.IsTrue(float.IsNaN(y[0]));
    }

    private static void CheckAll<T>(double error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. Enumerable.Range(-4000, 8001).Select(k => T.CreateChecked(k * Math.Abs(k) * 5e-6))];
        Check(x, Values<T, TanhFunction<T>>, Math.Tanh, (y, _) => error * Math.Abs(y));
        Check(x, Values<T, SinFunction<T>>, Math.Sin, (_, _) => error);
        Check(x, Firsts<T, SinFunction<T>>, Math.Cos, (_, _) => error);
        Check(x, Values<T, ReluFunction<T>>, v => Math.Max(v, 0), (_, _) => 0);
        Check(x, Values<T, SiluFunction<T>>, v => v / (1 + Math.Exp(-v)), (y, v) => error * (Math.Abs(y) + 1e-30) * (1 + Math.Abs(v) / 50));
        Check(x, Exps<T>, v => Math.Exp(v), (y, _) => error * y);
    }

    private static void Check<T>(T[] x, Action<T[], T[]> function, Func<double, double> expected, Func<double, double, double> tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] together = new T[x.Length], alone = new T[1];
        function(x, together);
        for (int k = 0; k < x.Length; k++)
        {
            double at = double.CreateChecked(x[k]), value = expected(at);
            Assert.AreEqual(value, double.CreateChecked(together[k]), tolerance(value, at), $"at {at}");
            function([x[k]], alone);
            Assert.AreEqual(together[k], alone[0], $"one by one at {at}");
        }
    }

    private static void Values<T, F>(T[] x, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where F : IFunction<T> => Unary<T, F>.Forward(x, y);

    private static void Firsts<T, F>(T[] x, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where F : IFunction<T>
    {
        T[] ones = new T[x.Length];
        Array.Fill(ones, T.One);
        Unary<T, F>.TangentForward(x, new T[x.Length], ones, y);
    }

    private static void Exps<T>(T[] x, T[] y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vectors.ExpSum(T.Zero, x, y);
}
