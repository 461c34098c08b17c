using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>The sine experiment: network 1-40-40-1, inner rate 0.01, one seed for everything.</summary>
/// <param name="Shots">Points to learn from in training.</param>
/// <param name="MaxPhase">Pi or 2 pi.</param>
/// <param name="Iterations">Outer steps.</param>
/// <param name="Seed">Of weights, training and test episodes.</param>
/// <param name="TestEpisodes">Held-out episodes.</param>
public sealed record SineExperiment(int Shots = 10, double MaxPhase = Math.PI, int Iterations = 4000, ulong Seed = 1, int TestEpisodes = 1000) : IFewShotExperiment
{
    /// <summary>All learners, in the order of the table.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["random", "transfer", "maml", "fomaml", "reptile", "meta-sgd"];

    /// <summary>Inner steps after which errors are reported.</summary>
    public static IReadOnlyList<int> Steps { get; } = [.. Enumerable.Range(0, 33), 100];

    private const int Episodes = 25;
    private const int InnerSteps = 5;
    private const double InnerRate = 0.01;

    /// <summary>The network.</summary>
    public static Mlp Net { get; } = new([1, 40, 40, 1], Activation.Relu);

    private Sine Sine => new(MaxPhase);

    /// <summary>Where tensors live.</summary>
    private static Device Device => cuda.is_available() ? CUDA : CPU;

    /// <inheritdoc/>
    public Learner Create(string algorithm)
    {
        using var scope = NewDisposeScope();
        var start = Net.Initialize(new RandomStream(Seed, "fewshot/sine/weights"), Device);
        Learner learner = algorithm switch
        {
            "random" => new Untrained(Net, start, InnerRate),
            "transfer" => new Transfer(Net, start, InnerRate, 1e-3),
            "maml" => new Maml(Net, start, InnerRate, 2e-3, InnerSteps, learnRates: false),
            "meta-sgd" => new Maml(Net, start, InnerRate, 2e-3, InnerSteps, learnRates: true),
            "fomaml" => new Fomaml(Net, start, InnerRate, 2e-3, InnerSteps),
            "reptile" => new Reptile(Net, start, InnerRate, 1.0, 2, 10, new RandomStream(Seed, "fewshot/sine/reptile")),
            _ => throw new UserException($"--algorithm: expected all, {string.Join(", ", Algorithms)}, found {algorithm}"),
        };
        foreach (var tensor in learner.Weights.Concat(learner.Rates))
            tensor.DetachFromDisposeScope();
        return learner;
    }

    /// <inheritdoc/>
    public double Train(Learner learner, Action<int, double> observe, CancellationToken token)
    {
        var random = new RandomStream(Seed, "fewshot/sine/train");
        var query = learner is Reptile ? 50 - Shots : Shots;
        return OuterLoop.Train(learner, Iterations, () => Sine.Training(random, Episodes, Shots, query, Device), observe, token);
    }

    /// <summary>Errors on the held-out episodes: uniform points at 5, 10 and 20 shots (and the trained number), and one-sided points.</summary>
    public List<FewShotResult> Evaluate(Learner learner)
    {
        var results = new List<FewShotResult>();
        foreach (var shots in new[] { 5, 10, 20, Shots }.Distinct().Order())
        {
            using var scope = NewDisposeScope();
            results.AddRange(FewShotEvaluation.Run(learner, Test(shots, TestEpisodes, oneSided: false), Steps, "uniform"));
        }

        using var last = NewDisposeScope();
        results.AddRange(FewShotEvaluation.Run(learner, Test(Shots, TestEpisodes, oneSided: true), Steps, "one_sided"));
        return results;
    }

    /// <summary>Held-out episodes; with fewer of them the functions are the first ones, the points are others.</summary>
    public EpisodeBatch Test(int shots, int episodes, bool oneSided) =>
        Sine.Testing(new RandomStream(Seed, $"fewshot/sine/test/{shots}{(oneSided ? "/one-sided" : "")}"), episodes, shots, oneSided, Device);
}
