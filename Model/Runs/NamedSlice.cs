using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Runs;

/// <summary>A piece of the meta vector with the name and shape that it has in a file.</summary>
internal readonly record struct NamedSlice(string Name, int Offset, long[] Shape)
{
    public int Count => (int)Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Everything in the meta vector but the gaps.</summary>
    public static IEnumerable<NamedSlice> Of(ParameterTable table)
    {
        foreach (ParameterTensor t in table.Tensors)
        {
            long[] shape = t.Rows == 1 ? [t.Columns] : [t.Rows, t.Columns];
            yield return new NamedSlice(t.Name, t.Offset, shape);
            (string Suffix, int Offset, long[] Shape)[] rates =
            [
                ("log_rate", t.LogRate, [1]),
                ("row_factors", t.RowFactors, [t.Rows]),
                ("column_factors", t.ColumnFactors, [t.Columns]),
                ("factors", t.Factors, shape),
            ];
            foreach ((string suffix, int offset, long[] size) in rates.Where(r => r.Offset >= 0))
            {
                yield return new NamedSlice($"{t.Name}.{suffix}", offset, size);
            }
        }
    }
}
