using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Cuda;

/// <summary>
/// Draws many episodes with a <see cref="CudaEngine"/>, from the same random numbers as <see cref="Sampler"/>: the same
/// seed gives the same episodes, but where rounding moves a probability across a random number.
/// </summary>
internal static class CudaSampler
{
    private const int Most = 4096;

    /// <summary>Episodes (a text up to and with its NUL) and their nats.</summary>
    /// <param name="engine">Who draws.</param>
    /// <param name="plan">The network.</param>
    /// <param name="meta">The meta vector.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="temperature">0 or more.</param>
    /// <param name="condition">By step, what is given or <see cref="Sampler.Free"/>; may be shorter than the episode.</param>
    /// <param name="done">Is told how many are drawn, after each launch.</param>
    /// <param name="cancel">Stops between two launches.</param>
    public static (byte[][] Episodes, double[] Nats) Draw(
        CudaEngine engine, NetworkPlan plan, float[] meta, int count, ulong seed, double temperature, short[] condition, Action<int> done, CancellationToken cancel)
    {
        int steps = plan.Layout.Steps;
        byte[][] episodes = new byte[count][];
        double[] nats = new double[count];
        int most = Math.Min(Most, engine.MostAtOnce(GpuMode.Sample));
        for (int first = 0; first < count; first += most)
        {
            cancel.ThrowIfCancellationRequested();
            int part = Math.Min(most, count - first);
            EpisodeBatch batch = new(part, steps, new byte[part * steps], [.. Enumerable.Repeat(steps, part)]);
            float[] uniforms = new float[part * steps];
            for (int b = 0; b < part; b++)
            {
                Given(condition, batch.Targets.AsSpan(b * steps, steps));
                Uniforms(new RandomStream(seed, $"sample/{first + b}"), temperature, plan.LogitCount, condition, uniforms.AsSpan(b * steps, steps));
            }

            // At temperature 0 the most probable value takes all the probability there is.
            engine.Sample(meta, batch, uniforms, temperature == 0 ? 1e-20 : temperature, nats.AsSpan(first, part));
            for (int b = 0; b < part; b++)
            {
                byte[] episode = batch.Targets[(b * steps)..((b + 1) * steps)];
                int end = plan.Layout.StopAtNul ? Array.IndexOf(episode, (byte)0) : -1;
                episodes[first + b] = end < 0 ? episode : episode[..(end + 1)];
            }

            done(first + part);
        }

        return (episodes, nats);
    }

    private static void Given(short[] condition, Span<byte> targets)
    {
        for (int t = 0; t < condition.Length; t++)
        {
            targets[t] = condition[t] == Sampler.Free ? (byte)0 : (byte)condition[t];
        }
    }

    /// <summary>
    /// Below 0 for what is given. At temperature 0 numbers that choose as <see cref="Distribution.Mode"/> does between
    /// equals: 0 before 1, the least of several.
    /// </summary>
    private static void Uniforms(RandomStream random, double temperature, int logits, short[] condition, Span<float> uniforms)
    {
        for (int t = 0; t < uniforms.Length; t++)
        {
            float drawn = Math.Min((float)random.NextDouble(), MathF.BitDecrement(1));
            float u = temperature > 0 ? drawn : logits == 1 ? 0.25f : 1e-6f;
            uniforms[t] = t < condition.Length && condition[t] != Sampler.Free ? -1 : u;
        }
    }
}
