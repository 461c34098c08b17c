using System.Numerics;

namespace ReptileGen.Model.FastWeights;

/// <summary>How a tensor of theta is drawn at the start.</summary>
public enum TensorInit
{
    /// <summary>N(0, 1).</summary>
    Normal,

    /// <summary>U(-bound, bound).</summary>
    Uniform,

    /// <summary>All 0.</summary>
    Zero,

    /// <summary>All 1.</summary>
    One,
}

/// <summary>One named tensor of theta, <c>[Rows, Columns]</c> row-major, and where its inner rates stand.</summary>
/// <param name="Name">Unique, such as <c>layers.1.weight</c>.</param>
/// <param name="Rows">Outputs of a matrix, values of an embedding, 1 for a vector.</param>
/// <param name="Columns">Inputs of a matrix, size of an embedding or of a vector.</param>
/// <param name="Offset">First element in the meta vector.</param>
/// <param name="Init">How it starts.</param>
/// <param name="Bound">Of <see cref="TensorInit.Uniform"/>.</param>
/// <param name="Adapts">False: the inner loop leaves it as it is.</param>
public sealed record ParameterTensor(string Name, int Rows, int Columns, int Offset, TensorInit Init, double Bound, bool Adapts)
{
    /// <summary>Rows * Columns.</summary>
    public int Count => Rows * Columns;

    /// <summary>Offset in the meta vector of the log-rate lambda; -1 if the rate is fixed or the tensor is frozen.</summary>
    public int LogRate { get; internal set; } = -1;

    /// <summary>Offset of the row factors <c>[Rows]</c> (factored rates of matrices and tables); else -1.</summary>
    public int RowFactors { get; internal set; } = -1;

    /// <summary>Offset of the column factors <c>[Columns]</c> (factored rates); else -1.</summary>
    public int ColumnFactors { get; internal set; } = -1;

    /// <summary>Offset of the factors <c>[Rows, Columns]</c> (rates per parameter); else -1.</summary>
    public int Factors { get; internal set; } = -1;
}

/// <summary>
/// The one place that says where everything stands in the <b>meta vector</b>: theta first (each tensor aligned to
/// 16 elements, gaps are 0), then the learned inner rates. The outer loop sees only this flat vector.
/// The rate of element (i, j) of a tensor is <c>exp(lambda) * row[i] * column[j] * factor[i, j]</c>, absent factors
/// being 1 and an absent lambda <c>ln(initial)</c>.
/// </summary>
public sealed class ParameterTable
{
    private const int Alignment = 16;
    private const int MostWeights = 1 << 28;
    private readonly List<ParameterTensor> tensors = [];
    private readonly StepSpec step;

    /// <summary>An empty table; <see cref="NetworkPlan"/> fills and seals it.</summary>
    internal ParameterTable(StepSpec step) => this.step = step;

    /// <summary>The tensors in network order.</summary>
    public IReadOnlyList<ParameterTensor> Tensors => tensors;

    /// <summary>Length of the theta part of the meta vector, gaps included.</summary>
    public int ThetaLength { get; private set; }

    /// <summary>Length of the meta vector.</summary>
    public int Length { get; private set; }

    /// <summary>Number of weights, gaps left out.</summary>
    public int WeightCount => tensors.Sum(t => t.Count);

    /// <summary>Adds a tensor and returns its index.</summary>
    internal int Add(string name, int rows, int columns, TensorInit init, double bound = 0)
    {
        if (ThetaLength + (long)rows * columns > MostWeights)
        {
            throw new ArgumentException($"{name}: expected at most {MostWeights:N0} weights in all, found {rows:N0} x {columns:N0} in this tensor alone or with those before it");
        }

        bool adapts = !(step.Frozen ?? []).Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        tensors.Add(new ParameterTensor(name, rows, columns, ThetaLength, init, bound, adapts));
        ThetaLength = Align(ThetaLength + rows * columns);
        return tensors.Count - 1;
    }

    /// <summary>Places the rates behind theta.</summary>
    internal void Seal()
    {
        Length = ThetaLength;
        foreach (ParameterTensor tensor in tensors.Where(t => t.Adapts && step.Rate != RateKind.Fixed))
        {
            tensor.LogRate = Length++;
        }

        Length = Align(Length);
        foreach (ParameterTensor tensor in tensors.Where(t => t.Adapts))
        {
            if (step.Rate == RateKind.Parameter)
            {
                tensor.Factors = Take(tensor.Count);
            }
            else if (step.Rate == RateKind.Factored)
            {
                tensor.RowFactors = tensor.Rows > 1 ? Take(tensor.Rows) : -1;
                tensor.ColumnFactors = Take(tensor.Columns);
            }
        }
    }

    /// <summary>A meta vector <c>[Length]</c> with first weights, as <see cref="Initialize"/> makes them.</summary>
    public float[] Fresh(Func<double> uniform)
    {
        float[] meta = new float[Length];
        Initialize(meta, uniform);
        return meta;
    }

    /// <summary>
    /// Fills a meta vector <c>[Length]</c>: theta from <paramref name="uniform"/> (draws in [0, 1), called in order),
    /// every lambda ln(initial), every factor 1, gaps 0.
    /// </summary>
    /// <exception cref="ArgumentException">The span is not <see cref="Length"/> long.</exception>
    public void Initialize(Span<float> meta, Func<double> uniform)
    {
        if (meta.Length != Length)
        {
            throw new ArgumentException($"meta vector: expected {Length} elements, found {meta.Length}");
        }

        meta.Clear();
        foreach (ParameterTensor t in tensors)
        {
            foreach (ref float w in meta.Slice(t.Offset, t.Count))
            {
                w = (float)(t.Init switch
                {
                    TensorInit.Normal => Math.Sqrt(-2 * Math.Log(1 - uniform())) * Math.Cos(2 * Math.PI * uniform()),
                    TensorInit.Uniform => t.Bound * (2 * uniform() - 1),
                    TensorInit.One => 1,
                    _ => 0,
                });
            }

            Fill(meta, t.LogRate, 1, (float)Math.Log(step.Initial));
            Fill(meta, t.RowFactors, t.Rows, 1);
            Fill(meta, t.ColumnFactors, t.Columns, 1);
            Fill(meta, t.Factors, t.Count, 1);
        }
    }

    /// <summary>exp(lambda) of a tensor; the initial rate where none is learned, 0 where it is frozen.</summary>
    /// <param name="tensor">Of this table.</param>
    /// <param name="meta">The meta vector <c>[Length]</c>.</param>
    public T RateScale<T>(ParameterTensor tensor, ReadOnlySpan<T> meta)
        where T : IBinaryFloatingPointIeee754<T> =>
        !tensor.Adapts ? T.Zero : tensor.LogRate < 0 ? T.CreateChecked(step.Initial) : T.Exp(meta[tensor.LogRate]);

    /// <summary>The inner rate of every element of a tensor.</summary>
    /// <param name="tensor">Of this table.</param>
    /// <param name="meta">The meta vector <c>[Length]</c>.</param>
    /// <param name="rates">Out: <c>[Rows, Columns]</c>, row-major.</param>
    public void CopyRates<T>(ParameterTensor tensor, ReadOnlySpan<T> meta, Span<T> rates)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T scale = RateScale(tensor, meta);
        for (int i = 0; i < tensor.Rows; i++)
        {
            T row = tensor.RowFactors < 0 ? scale : scale * meta[tensor.RowFactors + i];
            for (int j = 0; j < tensor.Columns; j++)
            {
                T column = tensor.ColumnFactors < 0 ? T.One : meta[tensor.ColumnFactors + j];
                T factor = tensor.Factors < 0 ? T.One : meta[tensor.Factors + i * tensor.Columns + j];
                rates[i * tensor.Columns + j] = row * column * factor;
            }
        }
    }

    private static void Fill(Span<float> meta, int offset, int count, float value)
    {
        if (offset >= 0)
        {
            meta.Slice(offset, count).Fill(value);
        }
    }

    private int Take(int count)
    {
        int offset = Length;
        Length = Align(checked(Length + count));
        return offset;
    }

    private static int Align(int n) => checked(n + Alignment - 1) / Alignment * Alignment;
}
