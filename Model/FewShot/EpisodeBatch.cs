using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>Regression episodes side by side: points to learn from and points to be judged on.</summary>
/// <param name="X">Inputs to learn from, [episodes, shots, 1].</param>
/// <param name="Y">Targets to learn from, [episodes, shots, 1].</param>
/// <param name="QueryX">Inputs to be judged on, [episodes, points, 1].</param>
/// <param name="QueryY">Targets to be judged on, [episodes, points, 1].</param>
public sealed record EpisodeBatch(Tensor X, Tensor Y, Tensor QueryX, Tensor QueryY)
{
    /// <summary>Number of episodes.</summary>
    public int Count => (int)X.shape[0];

    /// <summary>The episodes drawn so: inputs by <paramref name="support"/> and <paramref name="query"/>, targets by each function.</summary>
    /// <param name="functions">One per episode.</param>
    /// <param name="shots">Points to learn from, per episode.</param>
    /// <param name="support">Input i of episode e to learn from: (e, i).</param>
    /// <param name="points">Points to be judged on, per episode.</param>
    /// <param name="query">Input i of episode e to be judged on: (e, i).</param>
    /// <param name="device">Where the tensors go.</param>
    public static EpisodeBatch Of(IReadOnlyList<Func<double, double>> functions, int shots, Func<int, int, double> support, int points, Func<int, int, double> query, Device device)
    {
        var (x, y) = Fill(functions, shots, support, device);
        var (queryX, queryY) = Fill(functions, points, query, device);
        return new EpisodeBatch(x, y, queryX, queryY);
    }

    private static (Tensor X, Tensor Y) Fill(IReadOnlyList<Func<double, double>> functions, int points, Func<int, int, double> input, Device device)
    {
        float[] x = new float[functions.Count * points], y = new float[x.Length];
        for (var episode = 0; episode < functions.Count; episode++)
        {
            for (var i = 0; i < points; i++)
            {
                var at = episode * points + i;
                x[at] = (float)input(episode, i);
                y[at] = (float)functions[episode](x[at]);
            }
        }

        long[] shape = [functions.Count, points, 1];
        return (tensor(x, shape).to(device), tensor(y, shape).to(device));
    }
}
