using System.Numerics;

namespace ReptileGen.Model.FastWeights.Ops;

/// <summary>
/// y = O c, c = I U + F h with F, I, O = sigmoid(f, i, o) and U = tanh(u); gates are [f | i | o | u].
/// </summary>
internal static class LstmCell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, Span<T> y)
    {
        for (int k = 0, n = y.Length; k < n; k++)
        {
            T f = Scalar.Sigmoid(gates[k]), i = Scalar.Sigmoid(gates[n + k]), o = Scalar.Sigmoid(gates[2 * n + k]);
            y[k] = o * (i * T.Tanh(gates[3 * n + k]) + f * h[k]);
        }
    }

    public static void Backward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, ReadOnlySpan<T> dy, Span<T> dGates, Span<T> dh)
    {
        for (int k = 0, n = dy.Length; k < n; k++)
        {
            T f = Scalar.Sigmoid(gates[k]), i = Scalar.Sigmoid(gates[n + k]), o = Scalar.Sigmoid(gates[2 * n + k]);
            T u = T.Tanh(gates[3 * n + k]), c = i * u + f * h[k], dc = dy[k] * o;
            dGates[k] += dc * h[k] * f * (T.One - f);
            dGates[n + k] += dc * u * i * (T.One - i);
            dGates[2 * n + k] += dy[k] * c * o * (T.One - o);
            dGates[3 * n + k] += dc * i * (T.One - u * u);
            dh[k] += dc * f;
        }
    }

    public static void TangentForward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, ReadOnlySpan<T> rGates, ReadOnlySpan<T> rh, Span<T> ry)
    {
        for (int k = 0, n = ry.Length; k < n; k++)
        {
            T f = Scalar.Sigmoid(gates[k]), i = Scalar.Sigmoid(gates[n + k]), o = Scalar.Sigmoid(gates[2 * n + k]);
            T u = T.Tanh(gates[3 * n + k]), c = i * u + f * h[k];
            T rf = f * (T.One - f) * rGates[k], ri = i * (T.One - i) * rGates[n + k];
            T ro = o * (T.One - o) * rGates[2 * n + k], ru = (T.One - u * u) * rGates[3 * n + k];
            ry[k] = ro * c + o * (ri * u + i * ru + rf * h[k] + f * rh[k]);
        }
    }

    public static void TangentBackward(
        ReadOnlySpan<T> gates,
        ReadOnlySpan<T> h,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> rGates,
        ReadOnlySpan<T> rh,
        ReadOnlySpan<T> rdy,
        Span<T> rdGates,
        Span<T> rdh)
    {
        for (int k = 0, n = dy.Length; k < n; k++)
        {
            T f = Scalar.Sigmoid(gates[k]), i = Scalar.Sigmoid(gates[n + k]), o = Scalar.Sigmoid(gates[2 * n + k]);
            T u = T.Tanh(gates[3 * n + k]), c = i * u + f * h[k];
            T f1 = f * (T.One - f), i1 = i * (T.One - i), o1 = o * (T.One - o), u1 = T.One - u * u;
            T rf = f1 * rGates[k], ri = i1 * rGates[n + k], ro = o1 * rGates[2 * n + k], ru = u1 * rGates[3 * n + k];
            T rc = ri * u + i * ru + rf * h[k] + f * rh[k];
            T dc = dy[k] * o, rdc = rdy[k] * o + dy[k] * ro;
            rdGates[k] += rdc * h[k] * f1 + dc * (rh[k] * f1 + h[k] * (T.One - f - f) * rf);
            rdGates[n + k] += rdc * u * i1 + dc * (ru * i1 + u * (T.One - i - i) * ri);
            rdGates[2 * n + k] += rdy[k] * c * o1 + dy[k] * (rc * o1 + c * (T.One - o - o) * ro);
            rdGates[3 * n + k] += rdc * i * u1 + dc * (ri * u1 - i * (u + u) * ru);
            rdh[k] += rdc * f + dc * rf;
        }
    }
}
