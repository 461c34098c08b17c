using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// y = O c, c = I U + F h with F, I, O = sigmoid(f, i, o) and U = tanh(u); gates are [f | i | o | u].
/// </summary>
internal static unsafe class LstmCell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, Span<T> y)
    {
        fixed (T* pg = gates, ph = h, py = y)
        {
            Elementwise.Run<T, ForwardBody>(new ForwardBody { Gates = pg, H = ph, Y = py, N = y.Length }, y.Length);
        }
    }

    public static void Backward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, ReadOnlySpan<T> dy, Span<T> dGates, Span<T> dh)
    {
        fixed (T* pg = gates, ph = h, pdy = dy, pdg = dGates, pdh = dh)
        {
            Elementwise.Run<T, BackwardBody>(
                new BackwardBody { Gates = pg, H = ph, Dy = pdy, DGates = pdg, Dh = pdh, N = dy.Length }, dy.Length);
        }
    }

    public static void TangentForward(ReadOnlySpan<T> gates, ReadOnlySpan<T> h, ReadOnlySpan<T> rGates, ReadOnlySpan<T> rh, Span<T> ry)
    {
        fixed (T* pg = gates, ph = h, prg = rGates, prh = rh, pry = ry)
        {
            Elementwise.Run<T, TangentForwardBody>(
                new TangentForwardBody { Gates = pg, H = ph, RGates = prg, Rh = prh, Ry = pry, N = ry.Length }, ry.Length);
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
        fixed (T* pg = gates, ph = h, pdy = dy, prg = rGates, prh = rh, prdy = rdy, prdg = rdGates, prdh = rdh)
        {
            Elementwise.Run<T, TangentBackwardBody>(
                new TangentBackwardBody
                {
                    Gates = pg,
                    H = ph,
                    Dy = pdy,
                    RGates = prg,
                    Rh = prh,
                    Rdy = prdy,
                    RdGates = prdg,
                    Rdh = prdh,
                    N = dy.Length,
                },
                dy.Length);
        }
    }

    /// <summary>The values of a few cells.</summary>
    private readonly ref struct Cell<V>
        where V : struct, IVector<V, T>
    {
        public readonly V F, I, O, U, H, C;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Cell(T* gates, T* h, int n)
        {
            F = VectorMath<T, V>.Sigmoid(V.Load(gates));
            I = VectorMath<T, V>.Sigmoid(V.Load(gates + n));
            O = VectorMath<T, V>.Sigmoid(V.Load(gates + 2 * n));
            U = VectorMath<T, V>.Tanh(V.Load(gates + 3 * n));
            H = V.Load(h);
            C = V.MultiplyAdd(I, U, V.Multiply(F, H));
        }

        public V F1 => VectorMath<T, V>.SigmoidSlope(F);

        public V I1 => VectorMath<T, V>.SigmoidSlope(I);

        public V O1 => VectorMath<T, V>.SigmoidSlope(O);

        public V U1 => V.Subtract(VectorMath<T, V>.C(1), V.Multiply(U, U));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V TangentC(V rf, V ri, V ru, V rh) =>
            V.MultiplyAdd(ri, U, V.MultiplyAdd(I, ru, V.MultiplyAdd(rf, H, V.Multiply(F, rh))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(V value, T* target)
        where V : struct, IVector<V, T> => V.Store(V.Add(V.Load(target), value), target);

    private struct ForwardBody : IElements<T>
    {
        public T* Gates;
        public T* H;
        public T* Y;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            Cell<V> cell = new(Gates + i, H + i, N);
            V.Store(V.Multiply(cell.O, cell.C), Y + i);
        }
    }

    private struct BackwardBody : IElements<T>
    {
        public T* Gates;
        public T* H;
        public T* Dy;
        public T* DGates;
        public T* Dh;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            Cell<V> cell = new(Gates + i, H + i, N);
            V dy = V.Load(Dy + i), dc = V.Multiply(dy, cell.O);
            T* d = DGates + i;
            Add(V.Multiply(V.Multiply(dc, cell.H), cell.F1), d);
            Add(V.Multiply(V.Multiply(dc, cell.U), cell.I1), d + N);
            Add(V.Multiply(V.Multiply(dy, cell.C), cell.O1), d + 2 * N);
            Add(V.Multiply(V.Multiply(dc, cell.I), cell.U1), d + 3 * N);
            Add(V.Multiply(dc, cell.F), Dh + i);
        }
    }

    private struct TangentForwardBody : IElements<T>
    {
        public T* Gates;
        public T* H;
        public T* RGates;
        public T* Rh;
        public T* Ry;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            Cell<V> cell = new(Gates + i, H + i, N);
            T* r = RGates + i;
            V rf = V.Multiply(cell.F1, V.Load(r)), ri = V.Multiply(cell.I1, V.Load(r + N));
            V ro = V.Multiply(cell.O1, V.Load(r + 2 * N)), ru = V.Multiply(cell.U1, V.Load(r + 3 * N));
            V rc = cell.TangentC(rf, ri, ru, V.Load(Rh + i));
            V.Store(V.MultiplyAdd(ro, cell.C, V.Multiply(cell.O, rc)), Ry + i);
        }
    }

    private struct TangentBackwardBody : IElements<T>
    {
        public T* Gates;
        public T* H;
        public T* Dy;
        public T* RGates;
        public T* Rh;
        public T* Rdy;
        public T* RdGates;
        public T* Rdh;
        public int N;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            Cell<V> cell = new(Gates + i, H + i, N);
            T* r = RGates + i, d = RdGates + i;
            V f1 = cell.F1, i1 = cell.I1, o1 = cell.O1, u1 = cell.U1, rh = V.Load(Rh + i);
            V rf = V.Multiply(f1, V.Load(r)), ri = V.Multiply(i1, V.Load(r + N));
            V ro = V.Multiply(o1, V.Load(r + 2 * N)), ru = V.Multiply(u1, V.Load(r + 3 * N));
            V rc = cell.TangentC(rf, ri, ru, rh);
            V dy = V.Load(Dy + i), rdy = V.Load(Rdy + i);
            V dc = V.Multiply(dy, cell.O), rdc = V.MultiplyAdd(rdy, cell.O, V.Multiply(dy, ro));
            Add(Product(rdc, dc, cell.H, rh, f1, Slope(cell.F), rf), d);
            Add(Product(rdc, dc, cell.U, ru, i1, Slope(cell.I), ri), d + N);
            Add(Product(rdy, dy, cell.C, rc, o1, Slope(cell.O), ro), d + 2 * N);
            Add(Product(rdc, dc, cell.I, ri, u1, V.Multiply(VectorMath<T, V>.C(-2), cell.U), ru), d + 3 * N);
            Add(V.MultiplyAdd(rdc, cell.F, V.Multiply(dc, rf)), Rdh + i);
        }

        /// <summary>R (d x p), where p is the slope of a gate and Rp = q Rgate: Rd x p + d (Rx p + x q Rgate).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Product<V>(V rd, V d, V x, V rx, V p, V q, V rGate)
            where V : struct, IVector<V, T>
        {
            V inner = V.MultiplyAdd(rx, p, V.Multiply(V.Multiply(x, q), rGate));
            return V.MultiplyAdd(V.Multiply(rd, x), p, V.Multiply(d, inner));
        }

        /// <summary>1 - 2 s.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Slope<V>(V s)
            where V : struct, IVector<V, T> => V.Subtract(VectorMath<T, V>.C(1), V.Add(s, s));
    }
}
