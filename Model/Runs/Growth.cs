using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Runs;

/// <summary>
/// A trained network gets a slow trunk (<see cref="NetworkSpec.Trunk"/>) and stays the function that it was: what the first layer
/// makes of the trunk begins at 0, and so do the inner rates of those weights (where rates have column factors or one for each weight).
/// After Net2Net (Chen et al. 2016, arXiv:1511.05641).
/// </summary>
internal static class Growth
{
    /// <summary>The meta vector of the network with the trunk.</summary>
    /// <param name="from">The network without it.</param>
    /// <param name="meta">Its meta vector.</param>
    /// <param name="to">The network with it: the tensors of <paramref name="from"/> by their names, with more columns where the trunk is joined, and those of the trunk.</param>
    /// <param name="uniform">Draws the trunk's first weights, in [0, 1).</param>
    public static float[] Grow(ParameterTable from, float[] meta, ParameterTable to, Func<double> uniform)
    {
        float[] grown = to.Fresh(uniform);
        foreach (ParameterTensor source in from.Tensors)
        {
            ParameterTensor target = to.Tensors.Single(t => t.Name == source.Name);
            Copy(source.Offset, source.Columns, target.Offset, target.Columns, source.Rows);
            Copy(source.LogRate, 1, target.LogRate, 1, 1);
            Copy(source.RowFactors, source.Rows, target.RowFactors, source.Rows, 1);
            Copy(source.ColumnFactors, source.Columns, target.ColumnFactors, target.Columns, 1);
            Copy(source.Factors, source.Columns, target.Factors, target.Columns, source.Rows);
        }

        return grown;

        void Copy(int source, int columns, int target, int wider, int rows)
        {
            for (int i = 0; i < rows && source >= 0; i++)
            {
                Span<float> row = grown.AsSpan(target + i * wider, wider);
                row.Clear();
                meta.AsSpan(source + i * columns, columns).CopyTo(row);
            }
        }
    }
}
