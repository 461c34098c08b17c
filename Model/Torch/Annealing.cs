using static TorchSharp.torch;

namespace ReptileGen.Model.Torch;

/// <summary>Step sizes that fall while a training goes on.</summary>
public static class Annealing
{
    /// <summary>Sets the step size of all parameters: along half a cosine from <paramref name="rate"/> to 0.</summary>
    /// <param name="optimizer">Whose step size.</param>
    /// <param name="rate">The step size at the start.</param>
    /// <param name="progress">0 at the start of the training, 1 at its end.</param>
    public static void Anneal(this optim.Optimizer optimizer, double rate, double progress)
    {
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate * (1 + Math.Cos(Math.PI * progress)) / 2;
    }
}
