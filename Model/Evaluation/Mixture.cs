namespace ReptileGen.Model.Evaluation;

/// <summary>
/// A mixture of models of whole images: one of them, drawn by lot, makes the image. Unlike the mean prediction of every step
/// (<see cref="EnsembleMember"/>) it can mix models that visit the pixels in different orders, as Uria et al. 2014
/// (arXiv:1310.1757) and LMConv (Jain et al. 2020, arXiv:2006.12486) do: <c>-log P(y) = -log sum_k w_k P_k(y)</c>.
/// </summary>
public static class Mixture
{
    /// <summary>The mixture's losses.</summary>
    /// <param name="members">At least one, measured on the same episodes. An episode that is not finite for a member is lost to the mixture too.</param>
    /// <param name="weights">One of each member, above 0; only their ratios count.</param>
    /// <returns>Without losses of single steps, which a mixture of orders does not have.</returns>
    public static EvaluationResult Of(IReadOnlyList<EvaluationResult> members, IReadOnlyList<int> weights)
    {
        double total = weights.Sum();
        double[] nll = new double[members[0].Count];
        for (int i = 0; i < nll.Length; i++)
        {
            double least = members.Min(m => m.Nll[i]);
            nll[i] = members.Any(m => !double.IsFinite(m.Nll[i])) ? double.NaN : least - Math.Log(members.Zip(weights, (m, w) => w / total * Math.Exp(least - m.Nll[i])).Sum());
        }

        return new EvaluationResult(nll, members[0].Lengths, [], members.Sum(m => m.Seconds));
    }
}
