using System.Text;
using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Cuda.Tests;

/// <summary>
/// The kernels under the compiler's sanitizers, the threads of a cluster as real threads: accesses outside memory or
/// misaligned (which a GPU punishes with a fault), undefined arithmetic, and shared memory touched by two threads with
/// no barrier between. A shuffle counts as no barrier.
/// </summary>
[TestClass]
public sealed class SanitizerTests
{
    /// <summary>Whether programs can be run without random addresses.</summary>
    private static readonly Lazy<bool> InPlace = new(() =>
    {
        try
        {
            return Repository.Run("setarch", "-R true").Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    [TestMethod]
    public void NoAccessIsOutsideOrMisaligned() => Replay("address,undefined", "-fno-sanitize-recover=all");

    [TestMethod]
    public void NoTwoThreadsRace() => Replay("thread", "");

    private static void Replay(string sanitizer, string option)
    {
        string? compiler = OperatingSystem.IsLinux() ? Repository.Program("g++", "clang++-14", "clang++") : null;
        if (compiler is null)
        {
            Assert.Inconclusive("no C++ compiler with sanitizers here: install g++");
        }

        string folder = Directory.CreateTempSubdirectory("reptilegen-sanitizer-").FullName;
        try
        {
            string program = Path.Combine(folder, "replay"), probe = Path.Combine(folder, "probe.cpp");
            File.WriteAllText(probe, "int main() { return 0; }");
            (int code, string output) = Repository.Run(compiler, $"-fsanitize={sanitizer} {probe} -o {folder}/probe");
            if (code != 0)
            {
                Assert.Inconclusive($"{compiler} lacks the runtime of -fsanitize={sanitizer}: install g++, or libclang-rt-14-dev for clang");
            }

            (code, output) = RunInPlace($"{folder}/probe", "");
            if (code != 0)
            {
                Assert.Inconclusive($"the runtime of -fsanitize={sanitizer} does not start on this kernel: {output.Trim()}");
            }

            (code, output) = Repository.Run(
                compiler,
                $"-std=c++17 -O1 -g1 -pthread -fsanitize={sanitizer} {option} -DREPTILEGEN_HOST -DREPTILEGEN_THREADS -DREPTILEGEN_GUARD=0 -I\"{Repository.Emulator}\" \"{Repository.Emulator}/replay.cpp\" -o {program}");
            Assert.AreEqual(0, code, output);
            foreach (string launch in Launches(folder))
            {
                (code, output) = RunInPlace(program, launch);
                Assert.AreEqual(0, code, $"{Path.GetFileName(launch)}: {output[..Math.Min(output.Length, 4000)]}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Without random addresses where that can be had: among very random ones these runtimes now and then find no room for their shadow.</summary>
    private static (int Code, string Output) RunInPlace(string program, string arguments) => InPlace.Value
        ? Repository.Run("setarch", $"-R {program} {arguments}")
        : Repository.Run(program, arguments);

    /// <summary>Small networks that use every operation, in clusters of two, with and without all weights in shared memory.</summary>
    private static IEnumerable<string> Launches(string folder)
    {
        ImageInputSpec image = new(1, 3, 1);
        LayerSpec[] gated =
        [
            new EmbeddingSpec(6), new ContextSpec(), new LinearSpec(34), new GateSpec(), new LayerNormSpec(), new ResidualSpec([new LinearSpec(17), new ActivationSpec(Activation.Silu)]),
            new LinearSpec(1),
        ];
        NetworkSpec factored = new(image, gated, Head.Bernoulli, new StepSpec(RateKind.Factored, 0.1, 0.5, 3, LossThreshold: 0.69));
        NetworkSpec each = new(image, gated, Head.Bernoulli, new StepSpec(RateKind.Parameter, 0.1, 0.5));
        NetworkSpec lstm = new(
            new ImageInputSpec(1, 2), [new CoordinatesSpec(), new LinearSpec(8), new ActivationSpec(Activation.Sin), new LstmSpec(), new LinearSpec(1)],
            Head.Bernoulli, new StepSpec(RateKind.Tensor, 0.05));
        NetworkSpec text = new(
            new TextInputSpec(2, 1), [new EmbeddingSpec(4, 4), new LinearSpec(9), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
            Head.Categorical, new StepSpec(RateKind.Fixed, 0.1, 1));
        yield return Record(folder, "factored", factored, MetaAlgorithm.Maml, 2, 64 << 10);
        yield return Record(folder, "spilled", each, MetaAlgorithm.Maml, 2, 11 << 10);
        yield return Record(folder, "lstm", lstm, MetaAlgorithm.Fomaml, 1, 64 << 10);
        yield return Record(folder, "difference", factored, MetaAlgorithm.Reptile, 2, 64 << 10);
        yield return Record(folder, "text", text, null, 2, 64 << 10);
    }

    private static string Record(string folder, string name, NetworkSpec network, MetaAlgorithm? algorithm, int cluster, int sharedBytes)
    {
        NetworkPlan plan = new(network);
        string file = Path.Combine(folder, name + ".launch");
        using CudaEngine engine = new(plan, new RecordingGpu(file, sharedBytes), 64, cluster);
        EpisodeBatch batch = SmallNetworks.Batch(plan, 2, 1) with { Lengths = [plan.Layout.Steps, plan.Layout.Steps] };
        batch = plan.LogitCount == 1 ? SmallNetworks.WithChances(batch) : batch;
        float[] meta = SmallNetworks.Meta(plan, 1);
        if (algorithm is MetaAlgorithm which)
        {
            engine.Gradient(meta, batch, new MetaMethod(which), new float[meta.Length], new double[2], new double[2]);
        }
        else
        {
            engine.Sample(meta, batch, [.. Enumerable.Repeat(0.4f, batch.Targets.Length)], 1, new double[2]);
        }

        return file;
    }

    /// <summary>Writes the launch of <c>run_episodes</c> to a file that replay.cpp reads; computes nothing.</summary>
    private sealed unsafe class RecordingGpu(string file, int sharedBytes) : IGpu
    {
        private readonly EmulatedGpu memory = new(sharedBytes: sharedBytes, processors: 2);
        private readonly Dictionary<nint, long> blocks = [];

        public string Name => "recording";

        public string Driver => "nothing";

        public int SharedBytes => memory.SharedBytes;

        public int Processors => memory.Processors;

        public bool LimitsTime => false;

        public int MaxCluster => memory.MaxCluster;

        public long FreeBytes => memory.FreeBytes;

        public int ClustersAtOnce(int threads, int cluster, int bytes) => 1;

        public nint Allocate(long bytes)
        {
            nint at = memory.Allocate(bytes);
            blocks[at] = bytes;
            return at;
        }

        public void Free(nint at)
        {
            blocks.Remove(at);
            memory.Free(at);
        }

        public void Upload<T>(ReadOnlySpan<T> source, nint destination)
            where T : unmanaged => memory.Upload(source, destination);

        public void Download<T>(nint source, Span<T> destination)
            where T : unmanaged => memory.Download(source, destination);

        public void Clear(nint at, long bytes) => memory.Clear(at, bytes);

        public void Launch(string kernel, int grid, int threads, int cluster, int bytes, void** arguments)
        {
            if (kernel != "run_episodes")
            {
                return;
            }

            using BinaryWriter writer = new(File.Create(file));
            writer.Write(Encoding.ASCII.GetBytes(kernel.PadRight(32, '\0')));
            foreach (int n in new[] { grid, threads, cluster, bytes, blocks.Count, sizeof(GpuJob) })
            {
                writer.Write(n);
            }

            foreach ((nint at, long length) in blocks)
            {
                writer.Write((long)at);
                writer.Write(length);
                writer.Write(new ReadOnlySpan<byte>((void*)at, checked((int)length)));
            }

            writer.Write(new ReadOnlySpan<byte>(arguments[0], sizeof(GpuJob)));
        }

        public void Dispose() => memory.Dispose();
    }
}
