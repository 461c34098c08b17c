using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>
/// A layer of long short-term memory over a whole sequence (Hochreiter and Schmidhuber 1997) in one pass, gates in the order
/// i, f, g, o: <c>c = f c' + i g</c>, <c>h = o tanh(c)</c>. Sequences of a batch are independent, so threads share them out.
/// All tensors are contiguous.
/// </summary>
internal static unsafe class LstmSweep
{
    /// <summary>Runs the layer.</summary>
    /// <param name="gates">[steps, batch, 4 size], what the input adds to the gates; holds the activated gates afterwards.</param>
    /// <param name="weight">[4 size, size], from the last hidden state to the gates.</param>
    /// <param name="h0">[batch, size], the hidden state before.</param>
    /// <param name="c0">[batch, size], the cell state before.</param>
    /// <param name="states">[2, steps, batch, size], written: hidden and cell states.</param>
    public static void Forward(Impl gates, Impl weight, Impl h0, Impl c0, Impl states)
    {
        if (gates.Type == ScalarType.Float32)
            Forward<float>(gates, weight, h0, c0, states);
        else
            Forward<double>(gates, weight, h0, c0, states);
    }

    /// <summary>The gradients of what went in.</summary>
    /// <param name="gates">The activated gates.</param>
    /// <param name="weight">As in the forward pass.</param>
    /// <param name="c0">As in the forward pass.</param>
    /// <param name="states">As written by the forward pass.</param>
    /// <param name="gradient">[2, steps, batch, size], of the states.</param>
    /// <param name="dGates">[steps, batch, 4 size], written: of what the input adds to the gates.</param>
    /// <param name="dStart">[2, batch, size], written: of <c>h0</c> and <c>c0</c>.</param>
    public static void Backward(Impl gates, Impl weight, Impl c0, Impl states, Impl gradient, Impl dGates, Impl dStart)
    {
        if (gates.Type == ScalarType.Float32)
            Backward<float>(gates, weight, c0, states, gradient, dGates, dStart);
        else
            Backward<double>(gates, weight, c0, states, gradient, dGates, dStart);
    }

    private static void Forward<T>(Impl gates, Impl weight, Impl h0, Impl c0, Impl states) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int steps = (int)gates.Sizes[0], batch = (int)gates.Sizes[1], size = (int)weight.Sizes[1];
        fixed (T* g = gates.Span<T>(), w = weight.Span<T>(), h = h0.Span<T>(), c = c0.Span<T>(), s = states.Span<T>())
        {
            T* gate = g, hBefore = h, cBefore = c, hidden = s, cell = s + (long)steps * batch * size;
            using var recurrent = new PackedMatrix<T>(w, 1, size, size, 4 * size);
            Share(steps, batch, size, (first, rows) =>
            {
                for (var t = 0; t < steps; t++)
                {
                    var at = (long)t * batch + first;
                    recurrent.AddProduct(rows, t == 0 ? hBefore + first * size : hidden + (at - batch) * size, gate + at * 4 * size);
                    for (var row = 0; row < rows; row++)
                        Step((t == 0 ? cBefore + first * size : cell + (at - batch) * size) + row * size, gate + (at + row) * 4 * size, hidden + (at + row) * size, cell + (at + row) * size, size);
                }
            });
        }
    }

    private static void Backward<T>(Impl gates, Impl weight, Impl c0, Impl states, Impl gradient, Impl dGates, Impl dStart) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int steps = (int)gates.Sizes[0], batch = (int)gates.Sizes[1], size = (int)weight.Sizes[1];
        var all = (long)steps * batch * size;
        dStart.Span<T>().Clear();
        fixed (T* g = gates.Span<T>(), w = weight.Span<T>(), c = c0.Span<T>(), s = states.Span<T>(), ds = gradient.Span<T>(), dg = dGates.Span<T>(), d0 = dStart.Span<T>())
        {
            T* gate = g, cBefore = c, cell = s + all, dHidden = ds, dCell = ds + all, dGate = dg, dh = d0, dc = d0 + (long)batch * size;
            using var recurrent = new PackedMatrix<T>(w, size, 1, 4 * size, size);
            Share(steps, batch, size, (first, rows) =>
            {
                var scratch = stackalloc T[2 * size];
                for (var t = steps - 1; t >= 0; t--)
                {
                    var at = (long)t * batch + first;
                    Span<T> dhRows = new(dh + first * size, rows * size), dcRows = new(dc + first * size, rows * size);
                    TensorPrimitives.Add(dhRows, new ReadOnlySpan<T>(dHidden + at * size, rows * size), dhRows);
                    TensorPrimitives.Add(dcRows, new ReadOnlySpan<T>(dCell + at * size, rows * size), dcRows);
                    for (var row = 0; row < rows; row++)
                    {
                        var before = (t == 0 ? cBefore + first * size : cell + (at - batch) * size) + row * size;
                        StepBack(before, gate + (at + row) * 4 * size, cell + (at + row) * size, dhRows.Slice(row * size, size), dcRows.Slice(row * size, size), dGate + (at + row) * 4 * size, scratch, size);
                    }

                    dhRows.Clear();
                    recurrent.AddProduct(rows, dGate + at * 4 * size, dh + first * size);
                }
            });
        }
    }

    /// <summary>One step of one sequence: activates the gates, writes h and c.</summary>
    private static void Step<T>(T* before, T* gate, T* hidden, T* cell, int size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> i = new(gate, size), f = new(gate + size, size), g = new(gate + 2 * size, size), o = new(gate + 3 * size, size), c = new(cell, size), h = new(hidden, size);
        Span<T> both = new(gate, 2 * size);
        TensorPrimitives.Sigmoid(both, both);
        TensorPrimitives.Tanh(g, g);
        TensorPrimitives.Sigmoid(o, o);
        TensorPrimitives.Multiply(i, g, c);
        TensorPrimitives.MultiplyAdd(f, new ReadOnlySpan<T>(before, size), c, c);
        TensorPrimitives.Tanh(c, h);
        TensorPrimitives.Multiply(o, h, h);
    }

    /// <summary>Its transpose: takes dh and dc of the step, writes the gates' gradient before their activation, leaves dc of the step before.</summary>
    private static void StepBack<T>(T* before, T* gate, T* cell, Span<T> dh, Span<T> dc, T* dGate, T* scratch, int size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> i = new(gate, size), f = new(gate + size, size), g = new(gate + 2 * size, size), o = new(gate + 3 * size, size);
        Span<T> di = new(dGate, size), df = new(dGate + size, size), dg = new(dGate + 2 * size, size), dO = new(dGate + 3 * size, size);
        Span<T> tanh = new(scratch, size), slope = new(scratch + size, size);
        TensorPrimitives.Tanh(new ReadOnlySpan<T>(cell, size), tanh);
        TensorPrimitives.Multiply(dh, tanh, dO);
        Sigmoid(o, dO, slope);
        TensorPrimitives.Multiply(dh, o, dh);
        Tanh(tanh, dh, slope);
        TensorPrimitives.Add(dc, dh, dc);
        TensorPrimitives.Multiply(dc, g, di);
        Sigmoid(i, di, slope);
        TensorPrimitives.Multiply(dc, i, dg);
        Tanh(g, dg, slope);
        TensorPrimitives.Multiply(dc, new ReadOnlySpan<T>(before, size), df);
        Sigmoid(f, df, slope);
        TensorPrimitives.Multiply(dc, f, dc);
    }

    /// <summary>d *= y (1 - y).</summary>
    private static void Sigmoid<T>(ReadOnlySpan<T> y, Span<T> d, Span<T> slope) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(T.One, y, slope);
        TensorPrimitives.Multiply(slope, y, slope);
        TensorPrimitives.Multiply(d, slope, d);
    }

    /// <summary>d *= 1 - y^2.</summary>
    private static void Tanh<T>(ReadOnlySpan<T> y, Span<T> d, Span<T> slope) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(y, y, slope);
        TensorPrimitives.Subtract(T.One, slope, slope);
        TensorPrimitives.Multiply(d, slope, d);
    }

    /// <summary>Parts of the batch, whole register tiles each, on all threads if there is enough to do.</summary>
    private static void Share(int steps, int batch, int size, Action<int, int> part)
    {
        if ((long)steps * batch * size * size < Gemm.ParallelWork)
            part(0, batch);
        else
            Threads.Share(batch, MicroKernel.Rows, part);
    }
}
