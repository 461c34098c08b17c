using System.Formats.Tar;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Fetching;

/// <summary>Packages and archives. The npm client here is the real one; the registry that it asks is a local server.</summary>
[TestClass]
[DoNotParallelize] // npm takes its registry from the environment of this process
public sealed class NpmTests
{
    private static readonly Payload Digits = new();

    [TestMethod]
    public async Task TakesAFileOutOfAPackage()
    {
        using var test = new FetchCase();
        using var registry = Registry(test, Archive(("package/data/digits", Digits.Plain)));
        await Run(test, registry, () => test.Succeeds("npm:digits-data@1.0.0/package/data"));
        Assert.AreEqual("npm package digits-data@1.0.0", Fetcher.OriginOf(test.Target));
    }

    [TestMethod]
    public async Task SaysWhyThePackageCannotBeHad()
    {
        using var test = new FetchCase();
        using var registry = new TestServer(_ => Answer.Of("404 Not Found"));
        var log = await Run(test, registry, () => test.Fails("npm:digits-data@1.0.0/package/data"));
        StringAssert.Contains(log, "not from npm package digits-data@1.0.0: npm view failed: ");
        StringAssert.Contains(log, "E404");
    }

    [TestMethod]
    public async Task ADeadRegistryIsGivenUp()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { Patience = TimeSpan.FromSeconds(2) };
        using var registry = new TestServer(_ => new Answer("200 OK", [], 1000, Stall: true));
        var log = await Run(test, registry, () => test.Fails("npm:digits-data@1.0.0/package/data"));
        StringAssert.Contains(log, "npm view: no new data for 2 s from any source");
        Assert.IsEmpty(Directory.EnumerateDirectories(test.Cache));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public async Task TheClientIsNotStartedWhenTheTimeIsUp()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { Patience = TimeSpan.Zero };
        var client = test.Folder.Write("bin/npm", Encoding.ASCII.GetBytes($"#!/bin/sh\ntouch {test.Folder["started"]}\n"));
        File.SetUnixFileMode(client, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", Path.GetDirectoryName(client) + Path.PathSeparator + path);
        try
        {
            StringAssert.Contains(await test.Fails("npm:digits-data@1.0.0/package/data"), "no time is left");
            Assert.IsFalse(File.Exists(test.Folder["started"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [TestMethod]
    [DataRow("npm:a@1.2.3/package/data", "a@1.2.3", "package/data")]
    [DataRow("npm:@s/a@1.2.3/package", "@s/a@1.2.3", "package")]
    public void ReadsPackageNames(string text, string package, string folder) =>
        Assert.AreEqual((package, folder), NpmSource.Parse(text));

    [TestMethod]
    [DataRow("npm:")]
    [DataRow("npm:a")]
    [DataRow("npm:a/package")]
    [DataRow("npm:a@/package")]
    [DataRow("npm:a@1.2.3")]
    [DataRow("npm:a@1.2.3/")]
    public void RefusesOtherNames(string text) => Assert.ThrowsExactly<FormatException>(() => NpmSource.Parse(text));

    [TestMethod]
    public void TakesAMemberByItsExactNameOnly()
    {
        using var folder = new TestFolder();
        var archive = folder.Write("a.tgz", Archive(
            ("package/../package/data/digits", [1]), ("./package/data/digits", [2]), ("../../digits", [3]),
            ("/package/data/digits", [4]), ("package/data/Digits", [5]), ("package/data/digits", Digits.Plain)));
        using var member = TarMember.Open(archive, "package/data/digits");
        using var memory = new MemoryStream();
        member.CopyTo(memory);
        CollectionAssert.AreEqual(Digits.Plain, memory.ToArray());
        CollectionAssert.AreEqual(new[] { "a.tgz" }, Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    [DataRow(TarEntryType.SymbolicLink)]
    [DataRow(TarEntryType.HardLink)]
    [DataRow(TarEntryType.Directory)]
    public void FollowsNoLinks(TarEntryType type)
    {
        using var folder = new TestFolder();
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
        {
            var entry = new UstarTarEntry(type, "package/digits");
            if (type != TarEntryType.Directory)
                entry.LinkName = "/etc/hostname";
            tar.WriteEntry(entry);
        }
        var archive = folder.Write("a.tgz", Payload.Compress(memory.ToArray()));
        var name = type == TarEntryType.Directory ? "package/digits/" : "package/digits";
        var e = Assert.ThrowsExactly<SourceException>(() => TarMember.Open(archive, name).Dispose());
        StringAssert.Contains(e.Message, "digits");
    }

    [TestMethod]
    public void RefusesBrokenArchives()
    {
        using var folder = new TestFolder();
        var good = Archive(("package/other", Digits.Plain));
        foreach (var bytes in new[] { [], "not an archive"u8.ToArray(), good[..200], good })
        {
            var archive = folder.Write("a.tgz", bytes);
            Assert.ThrowsExactly<SourceException>(() => TarMember.Open(archive, "package/digits").Dispose());
        }
    }

    private static byte[] Archive(params (string Name, byte[] Bytes)[] members)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
        {
            foreach (var (name, bytes) in members)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        return Payload.Compress(memory.ToArray());
    }

    /// <summary>A registry with one package, <c>digits-data</c> 1.0.0.</summary>
    private static TestServer Registry(FetchCase test, byte[] archive)
    {
        TestServer? server = null;
        server = new TestServer(request => request.Path.EndsWith(".tgz")
            ? Answer.File(request, archive)
            : new Answer("200 OK", Encoding.UTF8.GetBytes(Description(archive, server!.Port)), Headers: ["Content-Type: application/json"]));
        return server;
    }

    private static string Description(byte[] archive, int port)
    {
        var dist = new
        {
            tarball = $"http://127.0.0.1:{port}/digits-data/-/digits-data-1.0.0.tgz",
            integrity = $"sha512-{Convert.ToBase64String(SHA512.HashData(archive))}",
        };
        var version = new { name = "digits-data", version = "1.0.0", dist };
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = "digits-data",
            ["dist-tags"] = new { latest = "1.0.0" },
            ["versions"] = new Dictionary<string, object> { ["1.0.0"] = version },
        });
    }

    private static async Task<T> Run<T>(FetchCase test, TestServer registry, Func<Task<T>> action)
    {
        RequireNpm();
        Environment.SetEnvironmentVariable("npm_config_registry", $"http://127.0.0.1:{registry.Port}/");
        Environment.SetEnvironmentVariable("npm_config_cache", test.Folder["npm"]);
        Environment.SetEnvironmentVariable("npm_config_noproxy", "127.0.0.1");
        try
        {
            return await action();
        }
        finally
        {
            Environment.SetEnvironmentVariable("npm_config_registry", null);
            Environment.SetEnvironmentVariable("npm_config_cache", null);
            Environment.SetEnvironmentVariable("npm_config_noproxy", null);
        }
    }

    private static Task Run(FetchCase test, TestServer registry, Func<Task> action) =>
        Run(test, registry, async () => { await action(); return 0; });

    private static void RequireNpm()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "npm")) || File.Exists(Path.Combine(folder, "npm.cmd"))))
            Assert.Inconclusive("the npm client is not installed");
    }
}
