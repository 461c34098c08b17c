using System.Numerics.Tensors;

namespace ReptileGen.Model.Art;

/// <summary>The values of a <see cref="Cppn"/> at many places at once: one row per input and per node. Not safe for use by several threads at once.</summary>
/// <param name="places">How many.</param>
internal sealed class CppnValues(int places)
{
    private readonly List<double[]> _rows = [new double[places], new double[places], new double[places]];

    /// <summary>Rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>The values of an input or a node.</summary>
    public ReadOnlySpan<double> this[int row] => _rows[row];

    /// <summary>Sets the inputs of a place.</summary>
    public void Place(int place, double x, double y) =>
        (_rows[0][place], _rows[1][place], _rows[2][place]) = (x, y, Math.Sqrt(x * x + y * y));

    /// <summary>Computes a node from earlier rows.</summary>
    /// <param name="index">Its number, at most one more than those computed before.</param>
    /// <param name="node">The node.</param>
    public void Compute(int index, CppnNode node)
    {
        if (Cppn.Inputs + index == _rows.Count)
            _rows.Add(new double[places]);
        Span<double> row = _rows[Cppn.Inputs + index];
        row.Fill(node.Bias);
        for (var i = 0; i < node.Sources.Count; i++)
            TensorPrimitives.MultiplyAdd(this[node.Sources[i]], node.Weights[i], row, row);
        foreach (ref var value in row)
            value = node.Function.Value(value);
    }
}
