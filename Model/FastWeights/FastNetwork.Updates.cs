using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

public sealed partial class FastNetwork<T>
{
    /// <summary>
    /// What the last step changed in a tensor that is not the weight of a linear operation (<see cref="LastUpdate"/> tells of those): a
    /// bias, a gain, a vector, one row of an embedding.
    /// </summary>
    /// <param name="tensor">Index in <see cref="NetworkPlan.Table"/>.</param>
    /// <param name="change">Out: value after minus value before of the elements that changed, <c>[Columns]</c>.</param>
    /// <returns>The row of the tensor that they stand in (0 but for embeddings); -1, and nothing is written, if the inner loop leaves this tensor as it is.</returns>
    /// <exception cref="ArgumentException">The tensor is the weight of a linear operation.</exception>
    /// <exception cref="InvalidOperationException">No step was made yet.</exception>
    public int LastChange(int tensor, Span<T> change)
    {
        Span<T> record = Record(LastStep);
        bool skipped = Skipped(LastStep);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Tensor == tensor)
            {
                int at = ThetaOffset(in vector, LastStep);
                for (int i = 0; vector.Adapts && i < vector.Size; i++)
                {
                    change[i] = skipped ? T.Zero : theta.Span[at + i] - record[vector.Saved + i];
                }

                return vector.Adapts ? (at - vector.Theta) / vector.Size : -1;
            }
        }

        throw new ArgumentException($"tensor {tensor}: expected no weight of a linear operation, found {Plan.Table.Tensors[tensor].Name}; LastUpdate tells of it");
    }

    /// <summary>Memory for one matrix.</summary>
    internal AlignedBuffer<T> Scratch => scratch ??= NewScratch();

    /// <summary>Updates of matrices that are factors still.</summary>
    internal int Unfolded => takenCount - foldedCount;

    /// <summary>Folds all updates into the matrices; the episode cannot be undone any more.</summary>
    internal void Finish()
    {
        Fold();
        kept = 0;
    }

    /// <summary>Adds the last step's gradient of every vector and table.</summary>
    internal void AddVectorGradients(Span<T> sum, T weight)
    {
        Span<T> record = Record(LastStep);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            Vectors.AddScaled(weight, record.Slice(vector.Gradient, vector.Size), sum.Slice(ThetaOffset(in vector, LastStep), vector.Size));
        }
    }

    private void Learn(int target)
    {
        Backward(target);
        T squared = SquaredNorm(Position);
        squaredNorms[Position] = squared;
        scales[Position] = ScaleOf(squared);
        SetFactors(Position, Unfolded);
        UpdateVectors(Position);
        taken[takenCount++] = Position;
        allUntil = skippedInARow = 0;
    }

    /// <summary>A step that is not taken: the weights stay. Its gradient is computed only where every one is wanted.</summary>
    private void Skip(int target)
    {
        scales[Position] = squaredNorms[Position] = T.Zero;
        skippedInARow++;
        if (everyGradient)
        {
            Backward(target);
        }
        else
        {
            Record(Position).Slice(graph.Activations, graph.Activations).Clear();
        }
    }

    private T ScaleOf(T squaredNorm)
    {
        if (Plan.Spec.Step.GradientBound is not double bound)
        {
            return T.One;
        }

        T norm = T.Sqrt(squaredNorm), c = T.CreateChecked(bound);
        return norm > c ? c / norm : T.One;
    }

    /// <summary>The rank-1 updates of a step as factors number k: -scale * rows * delta and columns * x.</summary>
    private void SetFactors(int position, int k)
    {
        Span<T> record = Record(position);
        for (int n = 0; n < matrices.Length; n++)
        {
            ref readonly Node node = ref graph.Nodes[n];
            if (matrices[n] is LowRankMatrix<T> matrix && node.Adapts)
            {
                matrix.Set(
                    k,
                    -scales[position],
                    record.Slice(graph.Activations + node.Op.Output, node.Padded),
                    Rates.Rows(node.Op.Weight),
                    record.Slice(node.Op.Input, node.Columns),
                    Rates.Columns(node.Op.Weight));
            }
        }
    }

    /// <summary>Folds the updates if there is no room for another one.</summary>
    private void MakeRoom()
    {
        if (Unfolded == graph.FoldAfter)
        {
            Fold();
        }
    }

    private void Fold()
    {
        FoldMatrices(Unfolded, T.One);
        foldedCount = takenCount;
    }

    /// <summary>Takes the last folded updates out again.</summary>
    private void Unfold()
    {
        foldedCount -= graph.FoldAfter;
        if (recordCount > 2)
        {
            for (int k = 0; k < graph.FoldAfter; k++)
            {
                SetFactors(taken[foldedCount + k], k);
            }
        }

        FoldMatrices(graph.FoldAfter, T.NegativeOne);
    }

    private void FoldMatrices(int count, T sign)
    {
        for (int n = 0; n < matrices.Length; n++)
        {
            if (matrices[n] is LowRankMatrix<T> matrix && graph.Nodes[n].Adapts)
            {
                if (!Rates.PerParameter)
                {
                    matrix.Fold(count, sign);
                }
                else if (count > 0)
                {
                    matrix.Fold(Rates.Elements, sign, Scratch);
                }
            }
        }
    }

    /// <summary>Vectors and rows of tables: keeps their values and moves them by -scale * alpha * g.</summary>
    private void UpdateVectors(int position)
    {
        Span<T> record = Record(position);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                int at = ThetaOffset(in vector, position);
                Vectors.KeepAndAddScaled(
                    record.Slice(vector.Saved, vector.Size),
                    -scales[position],
                    record.Slice(vector.Gradient, vector.Size),
                    Rates.Elements.Slice(at, vector.Size),
                    theta.Slice(at, vector.Size));
            }
        }
    }

    private void RestoreVectors(int position)
    {
        Span<T> record = Record(position);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                record.Slice(vector.Saved, vector.Size).CopyTo(theta.Span[ThetaOffset(in vector, position)..]);
            }
        }
    }

    /// <summary>Squared norm of a step's gradient over all adapting parameters.</summary>
    private T SquaredNorm(int position)
    {
        Span<T> record = Record(position);
        T sum = T.Zero;
        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear && node.Adapts)
            {
                ReadOnlySpan<T> x = record.Slice(node.Op.Input, node.Op.InputSize);
                ReadOnlySpan<T> delta = record.Slice(graph.Activations + node.Op.Output, node.Op.Size);
                sum += Vectors.Dot(x, x) * Vectors.Dot(delta, delta);
            }
        }

        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                ReadOnlySpan<T> g = record.Slice(vector.Gradient, vector.Size);
                sum += Vectors.Dot(g, g);
            }
        }

        return sum;
    }

    private AlignedBuffer<T> NewScratch() => new(graph.Nodes.Max(n => n.Rows * n.Columns));
}
