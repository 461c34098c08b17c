namespace ReptileGen.Model.Tests;

/// <summary>
/// Pearson's chi-square of drawn counts, the cells expected less than 5 times taken together. What is drawn right fails
/// with probability 1e-6 (the quantile by Wilson and Hilferty).
/// </summary>
internal static class ChiSquare
{
    /// <summary>Are the counts drawn from the probabilities, and are there enough cells to tell?</summary>
    public static void AssertFollows(double[] probability, int[] counts, int leastCells)
    {
        double statistic = 0, restExpected = 0, rest = 0, draws = counts.Sum();
        int cells = 0;
        for (int s = 0; s < counts.Length; s++)
        {
            double expected = draws * probability[s];
            Assert.IsTrue(expected > 0 || counts[s] == 0, $"{s} is impossible, and was drawn");
            if (expected < 5)
            {
                (restExpected, rest) = (restExpected + expected, rest + counts[s]);
                continue;
            }

            statistic += (counts[s] - expected) * (counts[s] - expected) / expected;
            cells++;
        }

        if (restExpected > 0)
        {
            statistic += (rest - restExpected) * (rest - restExpected) / restExpected;
            cells++;
        }

        double k = cells - 1, z = 4.7534, root = 1 - 2 / (9 * k) + z * Math.Sqrt(2 / (9 * k));
        Assert.IsTrue(cells >= leastCells, $"{cells} cells");
        Assert.IsTrue(statistic < k * root * root * root, $"chi-square {statistic:F1} of {k} degrees of freedom");
    }
}
