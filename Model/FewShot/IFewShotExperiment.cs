namespace ReptileGen.Model.FewShot;

/// <summary>Learners of one kind of functions, how they are trained and judged.</summary>
public interface IFewShotExperiment
{
    /// <summary>Outer steps.</summary>
    int Iterations { get; }

    /// <summary>Of weights, training and test episodes.</summary>
    ulong Seed { get; }

    /// <summary>A learner by name, with the same start as all others.</summary>
    /// <exception cref="UserException">There is no such learner.</exception>
    Learner Create(string algorithm);

    /// <summary>Trains a learner.</summary>
    /// <param name="learner">From <see cref="Create"/>.</param>
    /// <param name="observe">Called about 100 times with the iteration and the mean error since the last call.</param>
    /// <param name="token">Ends the training early with an exception.</param>
    /// <returns>Seconds.</returns>
    double Train(Learner learner, Action<int, double> observe, CancellationToken token);

    /// <summary>Errors on held-out episodes.</summary>
    List<FewShotResult> Evaluate(Learner learner);
}
