using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// Where each tensor of theta stands in the working memory of an engine: vectors and tables first, row-major, then the
/// matrices of linear operations as <see cref="Tiles"/>. Every tensor starts on a multiple of 16 elements.
/// </summary>
internal sealed class PackedLayout
{
    private readonly IReadOnlyList<ParameterTensor> tensors;
    private readonly int[] offsets;
    private readonly bool[] isMatrix;

    public PackedLayout(NetworkPlan plan)
    {
        tensors = plan.Table.Tensors;
        offsets = new int[tensors.Count];
        isMatrix = new bool[tensors.Count];
        foreach (Op op in plan.Ops.Where(o => o.Kind == OpKind.Linear))
        {
            isMatrix[op.Weight] = true;
        }

        Place(matrices: false);
        VectorLength = Length;
        Place(matrices: true);
    }

    /// <summary>Elements of the vectors and tables, which stand first.</summary>
    public int VectorLength { get; }

    /// <summary>All elements.</summary>
    public int Length { get; private set; }

    /// <summary>First element of a tensor, -1 for tensor -1.</summary>
    public int Offset(int tensor) => tensor < 0 ? -1 : offsets[tensor];

    /// <summary>True if the tensor is in tiles.</summary>
    public bool IsMatrix(int tensor) => isMatrix[tensor];

    /// <summary>Copies the theta part of a meta vector into working memory. Padding is left as it is.</summary>
    public void Pack<T>(ReadOnlySpan<T> meta, Span<T> packed)
    {
        for (int k = 0; k < tensors.Count; k++)
        {
            PackTensor(k, meta.Slice(tensors[k].Offset, tensors[k].Count), packed);
        }
    }

    /// <summary>Copies one row-major tensor into working memory.</summary>
    public void PackTensor<T>(int tensor, ReadOnlySpan<T> rowMajor, Span<T> packed)
    {
        ParameterTensor t = tensors[tensor];
        Span<T> target = packed[offsets[tensor]..];
        if (isMatrix[tensor])
        {
            Tiles.Pack(rowMajor, t.Rows, t.Columns, target);
        }
        else
        {
            rowMajor.CopyTo(target);
        }
    }

    /// <summary>Copies one tensor out of working memory, row-major.</summary>
    public void UnpackTensor<T>(int tensor, ReadOnlySpan<T> packed, Span<T> rowMajor)
    {
        ParameterTensor t = tensors[tensor];
        ReadOnlySpan<T> source = packed[offsets[tensor]..];
        if (isMatrix[tensor])
        {
            Tiles.Unpack(source, t.Rows, t.Columns, rowMajor);
        }
        else
        {
            source[..t.Count].CopyTo(rowMajor);
        }
    }

    /// <summary>Copies all tensors into the theta part of a meta vector.</summary>
    public void Unpack<T>(ReadOnlySpan<T> packed, Span<T> meta)
    {
        for (int k = 0; k < tensors.Count; k++)
        {
            UnpackTensor(k, packed, meta.Slice(tensors[k].Offset, tensors[k].Count));
        }
    }

    private void Place(bool matrices)
    {
        for (int k = 0; k < tensors.Count; k++)
        {
            if (isMatrix[k] == matrices)
            {
                offsets[k] = Length;
                int count = matrices ? Tiles.Length(tensors[k].Rows, tensors[k].Columns) : tensors[k].Count;
                Length = checked(Length + (count + 15) / 16 * 16);
            }
        }
    }
}
