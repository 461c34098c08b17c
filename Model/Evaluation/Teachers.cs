using ReptileGen.Model.Meta;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Evaluation;

/// <summary>
/// Trained models that tell a new one how probable they find each bit, having learned the image up to there (knowledge distillation:
/// Hinton et al. 2015, arXiv:1503.02531; among networks of one size: Furlanello et al. 2018, arXiv:1805.04770). The expectation of
/// each step's outer loss is then taken over what they say, which scatters less from image to image than the image's own gray value.
/// </summary>
/// <param name="members">At least one, with the steps of the new model in the same order; of several the mean prediction.</param>
/// <param name="seed">Of the rounding to 255ths, up or down by chance, so that it is right in the mean.</param>
public sealed class Teachers(IReadOnlyList<EnsembleMember> members, ulong seed) : IDisposable
{
    private double[] nll = [];
    private float[] stepNll = [];

    /// <summary>Changes the chances of a batch.</summary>
    /// <param name="batch">With <see cref="EpisodeBatch.Chances"/>; steps of which the teachers say nothing finite keep theirs.</param>
    /// <param name="share">s, 0 to 1: a chance c becomes <c>(1 - s) c + s p</c>, p the teachers' probability of 1.</param>
    /// <param name="position">Number of the batch's first episode: the same number, the same rounding.</param>
    /// <exception cref="ArgumentException">The batch has no chances.</exception>
    public void Teach(EpisodeBatch batch, double share, long position)
    {
        byte[] chances = batch.Chances ?? throw new ArgumentException("batch: expected chances for the teachers to change, found none");
        Array.Resize(ref nll, batch.Count);
        Array.Resize(ref stepNll, chances.Length);
        EnsembleMember.Evaluate(members, batch, nll, stepNll);
        for (int b = 0; b < batch.Count; b++)
        {
            RandomStream random = new(seed, $"teachers/{position + b}");
            for (int i = b * batch.Steps; i < b * batch.Steps + batch.Lengths[b]; i++)
            {
                double drawn = Math.Exp(-stepNll[i]), one = batch.Targets[i] == 0 ? 1 - drawn : drawn;
                double chance = (1 - share) * chances[i] + share * 255 * one + random.NextDouble();
                chances[i] = double.IsFinite(chance) ? (byte)Math.Clamp(chance, 0, 255) : chances[i];
            }
        }
    }

    /// <summary>Disposes of the members' engines.</summary>
    public void Dispose()
    {
        foreach (EnsembleMember member in members)
        {
            member.Engine.Dispose();
        }
    }
}
