namespace ReptileGen.Model.Art;

/// <summary>Random directions in which vectors of a given covariance all vary alike.</summary>
internal static class Whitening
{
    /// <summary>The lower triangle L of <c>L L^T = covariance</c> (Cholesky), row by row.</summary>
    /// <param name="covariance">[n, n], row by row, symmetric and positive definite.</param>
    /// <param name="n">The number of dimensions.</param>
    /// <exception cref="ArgumentException">The covariance is not positive definite.</exception>
    public static double[] Cholesky(ReadOnlySpan<double> covariance, int n)
    {
        var lower = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance[i * n + j];
                for (var k = 0; k < j; k++)
                    sum -= lower[i * n + k] * lower[j * n + k];
                if (i == j && !(sum > 0))
                    throw new ArgumentException($"expected a positive definite covariance, found {sum} left at {i}", nameof(covariance));
                lower[i * n + j] = i == j ? Math.Sqrt(sum) : sum / lower[j * n + j];
            }
        }

        return lower;
    }

    /// <summary>Solves <c>L^T w = g</c> for each row g: <c>w . x</c> has variance <c>g . g</c> over vectors x of covariance <c>L L^T</c>.</summary>
    /// <param name="lower">From <see cref="Cholesky"/>.</param>
    /// <param name="rows">[count, n]; replaced by the solutions.</param>
    /// <param name="n">The number of dimensions.</param>
    public static void Solve(ReadOnlySpan<double> lower, Span<double> rows, int n)
    {
        for (var start = 0; start < rows.Length; start += n)
        {
            var g = rows.Slice(start, n);
            for (var i = n - 1; i >= 0; i--)
            {
                g[i] /= lower[i * n + i];
                for (var k = 0; k < i; k++)
                    g[k] -= lower[i * n + k] * g[i];
            }
        }
    }
}
