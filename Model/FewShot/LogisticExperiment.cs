using ReptileGen.Model.Evaluation;
using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>
/// The logistic experiment: network 1-32-32-32-1 with tanh; Reptile with inner step 0.02, 5 epochs over the 100 points in
/// minibatches of 10, outer step 0.1 falling linearly; all functions of a batch at once. The test error counts the points
/// that were not learned from, for 1 to 10 points and 32 inner steps.
/// </summary>
/// <param name="Iterations">Outer steps.</param>
/// <param name="Seed">Of weights, training and test episodes.</param>
/// <param name="TestEpisodes">Held-out functions per number of points.</param>
public sealed record LogisticExperiment(int Iterations = 3000, ulong Seed = 1, int TestEpisodes = 1000) : IFewShotExperiment
{
    /// <summary>All learners, in the order of the table.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["random", "transfer", "maml", "fomaml", "reptile"];

    /// <summary>Inner steps before the error is measured.</summary>
    public const int AdaptationSteps = 32;

    /// <summary>Most points to learn from.</summary>
    public const int MostShots = 10;

    private const int Episodes = 10, Parts = 20;
    private const double InnerRate = 0.02;

    /// <summary>The network.</summary>
    public static Mlp Net { get; } = new([1, 32, 32, 32, 1], Activation.Tanh);

    private static Device Device => cuda.is_available() ? CUDA : CPU;

    /// <inheritdoc/>
    public Learner Create(string algorithm)
    {
        using var scope = NewDisposeScope();
        var start = Net.Initialize(new RandomStream(Seed, "fewshot/logistic/weights"), Device);
        Learner learner = algorithm switch
        {
            "random" => new Untrained(Net, start, InnerRate),
            "transfer" => new Transfer(Net, start, InnerRate, 1e-3),
            "maml" => new Maml(Net, start, InnerRate, 1e-3, 5, learnRates: false),
            "fomaml" => new Fomaml(Net, start, InnerRate, 1e-3, 5),
            "reptile" => new Reptile(Net, start, InnerRate, 0.1, 5, 10, new RandomStream(Seed, "fewshot/logistic/reptile")),
            _ => throw new UserException($"--algorithm: expected all, {string.Join(", ", Algorithms)}, found {algorithm}"),
        };
        foreach (var tensor in learner.Weights.Concat(learner.Rates))
            tensor.DetachFromDisposeScope();
        return learner;
    }

    /// <inheritdoc/>
    public double Train(Learner learner, Action<int, double> observe, CancellationToken token)
    {
        var random = new RandomStream(Seed, "fewshot/logistic/train");
        return OuterLoop.Train(learner, Iterations, () => Logistic.Batch(random, Episodes, MostShots, Device), observe, token);
    }

    /// <summary>Errors on held-out functions for 1 to 10 points, each function with points of its own.</summary>
    public List<FewShotResult> Evaluate(Learner learner)
    {
        var results = new List<FewShotResult>();
        for (var shots = 1; shots <= MostShots; shots++)
        {
            var random = new RandomStream(Seed, $"fewshot/logistic/test/{shots}");
            var errors = new List<double>();
            for (var part = 0; part < Parts; part++)
            {
                using var scope = NewDisposeScope();
                errors.AddRange(FewShotEvaluation.Errors(learner, Logistic.Batch(random, TestEpisodes / Parts, shots, Device), AdaptationSteps));
            }

            var (mean, error) = MeanEstimate.Of(errors);
            results.Add(new FewShotResult(learner.Name, "held_out", shots, AdaptationSteps, mean, 1.96 * error));
        }

        return results;
    }

    /// <summary>One held-out function and points of it, for a picture.</summary>
    public EpisodeBatch Picture() => Logistic.Picture(new RandomStream(Seed, "fewshot/logistic/picture"), MostShots, Device);
}
