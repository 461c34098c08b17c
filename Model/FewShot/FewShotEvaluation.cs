using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>Mean test error over episodes after some inner steps, with the half-width of its 95% confidence interval.</summary>
/// <param name="Algorithm">The learner.</param>
/// <param name="Points">Which points were learned from: <c>uniform</c>, <c>one_sided</c> or (judged on all others) <c>held_out</c>.</param>
/// <param name="Shots">Points that were learned from.</param>
/// <param name="InnerSteps">Inner steps made.</param>
/// <param name="Mse">Mean over episodes of the mean squared error on the grid.</param>
/// <param name="Ci95">1.96 standard errors.</param>
public sealed record FewShotResult(string Algorithm, string Points, int Shots, int InnerSteps, double Mse, double Ci95);

/// <summary>Runs the inner loop of test episodes and measures the error on the way.</summary>
public static class FewShotEvaluation
{
    /// <summary>Errors after each of the given numbers of inner steps.</summary>
    /// <param name="learner">Where episodes start, and their step sizes.</param>
    /// <param name="batch">Test episodes.</param>
    /// <param name="steps">Numbers of inner steps, ascending.</param>
    /// <param name="points">Named in the results.</param>
    public static List<FewShotResult> Run(Learner learner, EpisodeBatch batch, IReadOnlyList<int> steps, string points)
    {
        var results = new List<FewShotResult>();
        Walk(learner, batch, steps, (step, fast) =>
        {
            var errors = Errors(learner, fast, batch);
            var error = errors.std().ToDouble() / Math.Sqrt(batch.Count);
            results.Add(new FewShotResult(learner.Name, points, (int)batch.X.shape[1], step, errors.mean().ToDouble(), 1.96 * error));
        });
        return results;
    }

    /// <summary>The mean squared error of every episode after so many inner steps.</summary>
    public static double[] Errors(Learner learner, EpisodeBatch batch, int steps)
    {
        double[] result = [];
        Walk(learner, batch, [steps], (_, fast) => result = Errors(learner, fast, batch).data<double>().ToArray());
        return result;
    }

    /// <summary>Predictions [episodes, points] at the query inputs after each of the given numbers of inner steps.</summary>
    public static List<float[]> Predict(Learner learner, EpisodeBatch batch, IReadOnlyList<int> steps)
    {
        var results = new List<float[]>();
        Walk(learner, batch, steps, (_, fast) => results.Add(learner.Net.Forward(fast, batch.QueryX).cpu().data<float>().ToArray()));
        return results;
    }

    private static Tensor Errors(Learner learner, Tensor[] fast, EpisodeBatch batch) =>
        (learner.Net.Forward(fast, batch.QueryX) - batch.QueryY).square().mean([1, 2]).to(ScalarType.Float64).cpu();

    private static void Walk(Learner learner, EpisodeBatch batch, IReadOnlyList<int> steps, Action<int, Tensor[]> visit)
    {
        using var scope = NewDisposeScope();
        var fast = Adaptation.Descend(learner.Net, learner.Weights, batch.Count, learner.Rates, 0, _ => (batch.X, batch.Y));
        for (var step = 0; ; step++)
        {
            if (steps.Contains(step))
            {
                using var mode = no_grad();
                using var seen = NewDisposeScope();
                visit(step, fast);
            }

            if (step == steps[^1])
                break;
            using var inner = NewDisposeScope();
            var next = Adaptation.Step(learner.Net, fast, batch.X, batch.Y, learner.Rates, second: false);
            foreach (var w in next)
                w.MoveToOuterDisposeScope();
            foreach (var w in fast)
                w.Dispose();
            fast = next;
        }
    }
}
