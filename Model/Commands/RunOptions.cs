using System.CommandLine;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>Options and arguments that the commands about models share.</summary>
internal static class RunOptions
{
    /// <summary><c>MODEL</c>.</summary>
    public static Argument<string> Model { get; } = new("MODEL")
    {
        Description = "A shipped name such as mnist, a file, or the folder of a run",
    };

    /// <summary><c>--threads N</c>.</summary>
    public static Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads of the CPU (0: one per core); results do not depend on it",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <summary><c>--device</c>.</summary>
    public static Option<string> Device { get; } = new("--device")
    {
        Description = "Who computes: cpu, cuda (an NVIDIA GPU), torch (TorchSharp, for comparison), or auto (cuda if it can be used, else cpu)",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary><c>--seed S</c>.</summary>
    public static Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Of everything random; the same seed gives the same result",
        HelpName = "S",
        DefaultValueFactory = _ => 11,
    };

    /// <summary>The engine that the command line asks for; <paramref name="training"/> says for which meta-gradients, null for inner loops alone.</summary>
    /// <exception cref="UserException">No such device, or a negative number of threads.</exception>
    public static IMetaEngine Engine(ParseResult parse, NetworkPlan plan, MetaAlgorithm? training = null) =>
        Engines.Create(parse.GetRequiredValue(Device), plan, ThreadCount(parse), parse.InvocationConfiguration.Error.WriteLine, training);

    /// <summary>The number of threads, 0 for one per core.</summary>
    /// <exception cref="UserException">A negative number.</exception>
    public static int ThreadCount(ParseResult parse)
    {
        int threads = parse.GetValue(Threads);
        return threads is >= 0 and <= 4096 ? threads : throw new UserException($"--threads: expected 0 to 4096, found {threads}");
    }

    /// <summary>Calls what reads specs and settings, and reports what is wrong with them to the user.</summary>
    /// <exception cref="UserException">The spec is wrong.</exception>
    public static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw new UserException(e.Message, e);
        }
    }
}
