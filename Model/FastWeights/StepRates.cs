using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// The inner rates alpha of a meta vector, as the kernels want them. A matrix: alpha_ij = Rows[i] * Columns[j]
/// (times Elements[i, j] with rates per parameter). Everything else: alpha = Elements. Frozen tensors: 0.
/// </summary>
internal sealed class StepRates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkPlan plan;
    private readonly PackedLayout layout;
    private readonly AlignedBuffer<T> elements;
    private readonly AlignedBuffer<T> factors;
    private readonly int[] rowOffsets;
    private readonly int[] columnOffsets;
    private readonly T[] scratch;
    private readonly T[] learned;

    public StepRates(NetworkPlan plan, PackedLayout layout)
    {
        this.plan = plan;
        this.layout = layout;
        IReadOnlyList<ParameterTensor> tensors = plan.Table.Tensors;
        rowOffsets = new int[tensors.Count];
        columnOffsets = new int[tensors.Count];
        Scale = new T[tensors.Count];
        int length = 0;
        for (int k = 0; k < tensors.Count; k++)
        {
            rowOffsets[k] = length;
            columnOffsets[k] = length += Pad(tensors[k].Rows);
            length += Pad(tensors[k].Columns);
        }

        PerParameter = plan.Spec.Step.Rate == RateKind.Parameter;
        elements = new AlignedBuffer<T>(PerParameter ? layout.Length : layout.VectorLength);
        factors = new AlignedBuffer<T>(length);
        learned = new T[plan.Table.Length - plan.Table.ThetaLength];
        scratch = new T[tensors.Max(t => PerParameter || !layout.IsMatrix(IndexOf(t)) ? t.Count : 0)];
    }

    /// <summary>True if every parameter has a rate of its own.</summary>
    public bool PerParameter { get; }

    /// <summary>exp(lambda) of each tensor.</summary>
    public T[] Scale { get; }

    /// <summary>alpha of vectors and tables (and with rates per parameter of matrices), in <see cref="PackedLayout"/>.</summary>
    public Span<T> Elements => elements.Span;

    /// <summary>Row factors of a matrix, exp(lambda) included, padded with zeros to 16.</summary>
    public ReadOnlySpan<T> Rows(int tensor) => factors.Slice(rowOffsets[tensor], Pad(plan.Table.Tensors[tensor].Rows));

    /// <summary>Column factors of a matrix, padded with zeros to 16.</summary>
    public ReadOnlySpan<T> Columns(int tensor) => factors.Slice(columnOffsets[tensor], Pad(plan.Table.Tensors[tensor].Columns));

    /// <summary>The learned factor at an offset of the meta vector.</summary>
    public T Factor(int offset) => learned[offset - plan.Table.ThetaLength];

    /// <summary>Reads the rates of a meta vector.</summary>
    public void Reset(ReadOnlySpan<T> meta)
    {
        meta[plan.Table.ThetaLength..].CopyTo(learned);
        for (int k = 0; k < Scale.Length; k++)
        {
            ParameterTensor t = plan.Table.Tensors[k];
            Scale[k] = plan.Table.RateScale(t, meta);
            if (layout.IsMatrix(k))
            {
                ResetFactors(k, t, meta);
            }

            if (PerParameter || !layout.IsMatrix(k))
            {
                ResetElements(k, t, meta);
            }
        }
    }

    private void ResetFactors(int k, ParameterTensor t, ReadOnlySpan<T> meta)
    {
        Span<T> rows = factors.Slice(rowOffsets[k], t.Rows), columns = factors.Slice(columnOffsets[k], t.Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            T scale = PerParameter && t.Adapts ? T.One : Scale[k];
            rows[i] = t.RowFactors < 0 ? scale : scale * meta[t.RowFactors + i];
        }

        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = t.ColumnFactors < 0 ? T.One : meta[t.ColumnFactors + j];
        }
    }

    private void ResetElements(int k, ParameterTensor t, ReadOnlySpan<T> meta)
    {
        Span<T> alpha = scratch.AsSpan(0, t.Count);
        plan.Table.CopyRates(t, meta, alpha);
        layout.PackTensor<T>(k, alpha, elements.Span);
    }

    private int IndexOf(ParameterTensor tensor)
    {
        for (int k = 0; ; k++)
        {
            if (ReferenceEquals(plan.Table.Tensors[k], tensor))
            {
                return k;
            }
        }
    }

    private static int Pad(int n) => (n + 15) / 16 * 16;
}
