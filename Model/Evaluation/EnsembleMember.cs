using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Evaluation;

/// <summary>
/// One model of an ensemble. Every model learns an episode by itself; the ensemble's prediction of a step is the mean
/// of their probabilities, which is a causal model again: <c>-log P(y_t) = -log (1/K sum_k P_k(y_t))</c>.
/// </summary>
/// <param name="Engine">Runs its inner loops.</param>
/// <param name="Meta">Its meta vector.</param>
public sealed record EnsembleMember(IMetaEngine Engine, float[] Meta)
{
    /// <summary>Nats of every episode of a batch under the mean prediction.</summary>
    /// <param name="members">At least one, with the same steps in the same order.</param>
    /// <param name="batch">The episodes.</param>
    /// <param name="nll">Out: nats of each episode, <c>[Count]</c>.</param>
    /// <param name="stepNll">Out: nats of each step, <c>[Count, Steps]</c>, 0 behind an episode's end.</param>
    public static void Evaluate(IReadOnlyList<EnsembleMember> members, EpisodeBatch batch, Span<double> nll, Span<float> stepNll)
    {
        if (members.Count == 1)
        {
            members[0].Engine.Evaluate(members[0].Meta, batch, nll, stepNll);
            return;
        }

        double[] sum = new double[stepNll.Length];
        for (int k = 0; k < members.Count; k++)
        {
            members[k].Engine.Evaluate(members[k].Meta, batch, nll, stepNll);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += Math.Exp(-stepNll[i]);
            }
        }

        nll.Clear();
        for (int i = 0; i < sum.Length; i++)
        {
            double nats = i % batch.Steps < batch.Lengths[i / batch.Steps] ? -Math.Log(sum[i] / members.Count) : 0;
            stepNll[i] = (float)nats;
            nll[i / batch.Steps] += nats;
        }
    }
}
