namespace ReptileGen.Cuda.Tests;

/// <summary>The GPU program that ships is the translation of the kernels that the other tests run.</summary>
[TestClass]
public sealed class PtxTests
{
    private const string Translator = "14.0.6";

    [TestMethod]
    public void TheCommittedPtxIsCurrent()
    {
        if (OperatingSystem.IsWindows() || Repository.Program("clang-14") is null)
        {
            Assert.Inconclusive("no clang-14 here to translate the kernels: install clang-14");
        }

        string version = Repository.Run("clang-14", "--version").Output.Split('\n')[0];
        if (!version.Contains(Translator, StringComparison.Ordinal))
        {
            Assert.Inconclusive($"the committed PTX is clang {Translator}'s, letter by letter; here is {version}");
        }

        string folder = Directory.CreateTempSubdirectory("reptilegen-ptx-").FullName;
        try
        {
            (int code, string output) = Repository.Run("bash", $"\"{Path.Combine(Repository.Root, "build", "ptx.sh")}\" \"{folder}\"");
            Assert.AreEqual(0, code, output);
            foreach (string name in new[] { "episode.sm_80.ptx", "episode.sm_90.ptx" })
            {
                Assert.AreEqual(
                    File.ReadAllText(Path.Combine(folder, name)), File.ReadAllText(Path.Combine(Repository.Kernels, name)), false,
                    $"{name} is not what build/ptx.sh makes of the kernels: run it and commit the result");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Nothing but the three kernels and dynamic shared memory: no function to link, no stack that a recursion could need.</summary>
    [TestMethod]
    [DataRow("sm_80", 0)]
    [DataRow("sm_90", 1)]
    public void ThePtxStandsAlone(string target, int clusters)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Kernels, $"episode.{target}.ptx"));
        CollectionAssert.AreEquivalent(
            new[] { "run_episodes(", "measure_gradients(", "add_gradients(" },
            lines.Where(l => l.StartsWith(".visible .entry ", StringComparison.Ordinal)).Select(l => l[16..]).ToArray());
        Assert.AreEqual(1, lines.Count(l => l == $".target {target}"));
        CollectionAssert.AreEqual(new[] { ".extern .shared .align 16 .b8 smem[];" }, lines.Where(l => l.StartsWith(".extern", StringComparison.Ordinal)).ToArray());
        Assert.IsFalse(lines.Any(l => l.Contains("call", StringComparison.Ordinal) || l.Contains(".func", StringComparison.Ordinal)));
        Assert.AreEqual(clusters == 1, lines.Any(l => l.Contains("barrier.cluster", StringComparison.Ordinal)));
        Assert.IsFalse(
            lines.Any(l => l.Contains("barrier.cluster", StringComparison.Ordinal) && (l.Contains(".release", StringComparison.Ordinal) || l.Contains(".acquire", StringComparison.Ordinal))),
            "these words came with PTX 8.0, the file says 7.8");
    }
}
