using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Fetching;

/// <summary>Good and bad web servers: what arrives is right, or the next source is asked.</summary>
[TestClass]
[DoNotParallelize]
public sealed class HttpTests
{
    [TestMethod]
    public async Task TakesTheCompressedFile()
    {
        using var test = new FetchCase();
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        await test.Succeeds(server.Address);
        Assert.AreEqual($"/data/{Payload.Name}.gz", server.Requests.Single().Path);
        StringAssert.Matches(test.Log.Notables.Single(), new($@"^{Payload.Name}: 0\.3 MB in .* s \(.* MB/s\) from {server.Address}/$"));
        Assert.AreEqual(server.Address + "/", Fetcher.OriginOf(test.Target));
    }

    [TestMethod]
    public async Task TakesThePlainFileWhereThereIsNoCompressedOne()
    {
        using var test = new FetchCase();
        using var server = new TestServer(request =>
            request.Path.EndsWith(".gz") ? Answer.Of("404 Not Found") : Answer.File(request, test.Payload.Plain));
        await test.Succeeds(server.Address);
    }

    [TestMethod]
    [DataRow("408 Request Timeout")]
    [DataRow("429 Too Many Requests")]
    [DataRow("500 Internal Server Error")]
    [DataRow("503 Service Unavailable")]
    public async Task AsksAgainAfterAFailureThatMayPass(string status)
    {
        using var test = new FetchCase();
        var left = 3;
        using var server = new TestServer(request => left-- > 0 ? Answer.Of(status) : Answer.File(request, test.Payload.Gzip));
        await test.Succeeds(server.Address);
        var waits = test.Log.Details.Where(line => line.Contains("again in")).ToArray();
        Assert.HasCount(3, waits, "one line for each wait");
        Assert.HasCount(4, server.Requests);
    }

    [TestMethod]
    public async Task WaitsTwiceAsLongEachTime()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { FirstBackoff = TimeSpan.FromMilliseconds(100) };
        using var server = new TestServer(_ => Answer.Of("502 Bad Gateway"));
        var clock = Stopwatch.StartNew();
        await test.Fails(server.Address);
        Assert.IsGreaterThan(0.65, clock.Elapsed.TotalSeconds, "what the log says was waited, 0.7 s in all");
        var waits = test.Log.Details.Where(line => line.Contains("again in")).Select(line => line.Split("again in ")[1]);
        CollectionAssert.AreEqual(new[] { "0.1 s", "0.2 s", "0.4 s" }, waits.ToArray());
    }

    [TestMethod]
    public async Task WaitsAsLongAsTheServerAsks()
    {
        using var test = new FetchCase();
        var left = 1;
        using var server = new TestServer(request =>
            left-- > 0 ? Answer.Of("503 Service Unavailable", "Retry-After: 1") : Answer.File(request, test.Payload.Gzip));
        var clock = Stopwatch.StartNew();
        await test.Succeeds(server.Address);
        Assert.IsGreaterThan(0.95, clock.Elapsed.TotalSeconds);
        StringAssert.Contains(test.Log.All, "again in 1 s");
    }

    [TestMethod]
    public async Task DoesNotWaitForAnHour()
    {
        using var test = new FetchCase();
        using var busy = new TestServer(_ => Answer.Of("429 Too Many Requests", "Retry-After: 3600"));
        using var good = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        await test.Succeeds(busy.Address, good.Address);
        StringAssert.Contains(test.Log.All, "waiting 3600 s more would hold up the build");
        Assert.HasCount(1, busy.Requests);
    }

    [TestMethod]
    public async Task DoesNotRepeatARefusal()
    {
        using var test = new FetchCase();
        using var closed = new TestServer(_ => Answer.Of("403 Forbidden"));
        StringAssert.Contains(await test.Fails(closed.Address), "status 403 Forbidden");
        Assert.HasCount(1, closed.Requests);
    }

    [TestMethod]
    [DataRow("wrong content", "SHA-256")]
    [DataRow("html", "an HTML page instead of the file")]
    [DataRow("html without a type", "an HTML page instead of the file")]
    [DataRow("short file", "expected 300000 bytes, found")]
    [DataRow("short body", "connection broken after")]
    [DataRow("not compressed", "not a gzip file")]
    [DataRow("broken compression", "broken compression")]
    [DataRow("too much inside", "more than the expected 300000 bytes")]
    [DataRow("too much outside", "larger than the")]
    [DataRow("too much claimed", "larger than the")]
    [DataRow("empty", "an empty file")]
    [DataRow("empty and plain", "an empty file")]
    public async Task GoesOnToTheNextSource(string fault, string message)
    {
        using var test = new FetchCase();
        var gzip = test.Payload.Gzip;
        var answer = fault switch
        {
            "wrong content" => new Answer("200 OK", new Payload(seed: 2).Gzip),
            "html" => new Answer("200 OK", "<p>sign in"u8.ToArray(), Headers: ["Content-Type: text/html"]),
            "html without a type" => new Answer("200 OK", "\n<!DOCTYPE html><p>sign in"u8.ToArray()),
            "short file" => new Answer("200 OK", Payload.Compress(test.Payload.Plain[..1000])),
            "short body" => new Answer("200 OK", gzip[..1000], Length: gzip.Length),
            "not compressed" => new Answer("200 OK", test.Payload.Plain),
            "broken compression" => new Answer("200 OK", [.. gzip[..5000], .. new byte[5000]]),
            "too much inside" => new Answer("200 OK", Payload.Compress(new byte[10_000_000])),
            "empty" or "empty and plain" => Answer.Of("200 OK"),
            "too much outside" => new Answer("200 OK", new byte[400_000], Headers: ["Transfer-Encoding: identity"]),
            _ => new Answer("200 OK", gzip, Length: 1L << 40),
        };
        using var bad = new TestServer(request => fault switch
        {
            "short body" when request.From > 0 => Answer.Of("500 Oops"),
            "empty and plain" when request.Path.EndsWith(".gz") => Answer.Of("404 Not Found"),
            _ => answer,
        });
        using var good = new TestServer(request => Answer.File(request, gzip));
        if (fault == "short body")
            message = "status 500 Oops (4 attempts)";

        Assert.IsNull(await test.Fetch(bad.Address, good.Address), test.Log.All);
        CollectionAssert.AreEqual(test.Payload.Plain, File.ReadAllBytes(test.Target));
        StringAssert.Contains(test.Log.Notables.First(), $"not from {bad.Address}/: ");
        StringAssert.Contains(test.Log.Notables.First(), message);
    }

    [TestMethod]
    public async Task AsksAHostThatIsNotThereOnlyOnce()
    {
        using var test = new FetchCase();
        using var gone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        gone.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // nobody else's port, and nobody listens there
        var address = $"http://{gone.LocalEndPoint}/data";
        ExpectedFile[] files = [test.Payload.Expected, test.Payload.Expected with { Name = "more" }];
        using var good = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        Assert.IsNull(await Fetcher.Fetch(files, [address, good.Address], test.Cache, test.Options, test.Log, default));
        Assert.HasCount(1, test.Log.Notables.Where(line => line.Contains("not reachable")).ToArray());
        Assert.IsEmpty(test.Log.Details.Where(line => line.Contains("again in")).ToArray());
    }

    [TestMethod]
    public async Task GivesUpAHostThatDoesNotEvenAnswerTheCall()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("a full queue of calls drops further ones on Linux only");
        using var test = new FetchCase();
        test.Options = test.Options with { ConnectTimeout = TimeSpan.FromSeconds(5), StallTimeout = TimeSpan.FromMinutes(1) };
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var calls = Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToArray();
        foreach (var call in calls)
            _ = call.ConnectAsync(full.LocalEndPoint!);
        await Task.Delay(100);
        using var good = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        await test.Succeeds($"http://{full.LocalEndPoint}/data", good.Address);
        StringAssert.Contains(test.Log.All, "not reachable within 5 s");
        foreach (var call in calls)
            call.Dispose();
    }

    [TestMethod]
    public async Task GivesUpASilentServerAndRemembersWhatItSent()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { Attempts = 2, StallTimeout = TimeSpan.FromSeconds(5) };
        using var silent = new TestServer(request => request.From == 0
            ? new Answer("200 OK", test.Payload.Gzip[..1234], test.Payload.Gzip.Length, Stall: true)
            : new Answer("206 Partial Content", [], 10, [$"Content-Range: bytes {request.From}-{test.Payload.Gzip.Length - 1}/{test.Payload.Gzip.Length}"], Stall: true));
        StringAssert.Contains(await test.Fails(silent.Address), "stalled after 1234 bytes: no answer within 5 s (2 attempts)");
        using var partial = File.OpenRead(Directory.EnumerateFiles(test.Cache, "*.partial").Single());
        Assert.AreEqual(1234, partial.Length);
    }

    [TestMethod]
    public async Task AllSourcesTogetherHaveOnePatience()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { StallTimeout = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromSeconds(1) };
        using var silent = new TestServer(_ => new Answer("200 OK", [], 1000, Stall: true));
        using var other = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        var log = await test.Fails(silent.Address, other.Address);
        StringAssert.Contains(log, "no new data for 1 s from any source");
        Assert.IsEmpty(other.Requests, "the time was up before");
    }

    [TestMethod]
    public async Task FollowsRedirectsOnThisMachine()
    {
        using var test = new FetchCase();
        using var good = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        using var moved = new TestServer(_ => Answer.Of("302 Found", $"Location: {good.Address}/digits.gz"));
        await test.Succeeds(moved.Address);
    }

    [TestMethod]
    [DataRow("http://192.0.2.1/digits.gz", "redirects to http://192.0.2.1; only https is allowed")]
    [DataRow("ftp://127.0.0.1/digits.gz", "only https is allowed")]
    [DataRow("file:///etc/hostname", "only https is allowed")]
    [DataRow("/data/digits.gz", "more than 5 redirects")]
    public async Task DoesNotFollowOtherRedirects(string target, string message)
    {
        using var test = new FetchCase();
        using var server = new TestServer(_ => Answer.Of("301 Moved Permanently", $"Location: {target}"));
        StringAssert.Contains(await test.Fails(server.Address), message);
    }

    [TestMethod]
    public async Task AsksOtherMachinesOverHttpsOnly()
    {
        using var test = new FetchCase();
        StringAssert.Contains(await test.Fails("http://192.0.2.1/data"), "only https is allowed");
    }
}
