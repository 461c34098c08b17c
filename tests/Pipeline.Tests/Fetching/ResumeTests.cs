using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Fetching;

/// <summary>Interrupted downloads go on where they stopped, and never yield a wrong file.</summary>
[TestClass]
public sealed class ResumeTests
{
    [TestMethod]
    public async Task GoesOnAfterABrokenConnection()
    {
        using var test = new FetchCase();
        var gzip = test.Payload.Gzip;
        using var server = new TestServer(request =>
            request.From == 0 ? new Answer("200 OK", gzip[..100_000], gzip.Length) : Answer.File(request, gzip));
        await test.Succeeds(server.Address);
        CollectionAssert.AreEqual(new[] { 0, 100_000 }, server.Requests.Select(request => request.From).ToArray());
    }

    [TestMethod]
    public async Task GoesOnAfterAResetOfTheConnection()
    {
        using var test = new FetchCase();
        var gzip = test.Payload.Gzip;
        var first = 1;
        using var server = new TestServer(request => Interlocked.Exchange(ref first, 0) == 1
            ? new Answer("200 OK", gzip[..100_000], gzip.Length, Reset: true)
            : Answer.File(request, gzip));
        await test.Succeeds(server.Address);
        Assert.HasCount(2, server.Requests);
        StringAssert.Contains(test.Log.All, "connection broken after");
    }

    [TestMethod]
    public async Task ArrivesHoweverOftenTheConnectionBreaks()
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            using var test = new FetchCase { Payload = new Payload(random.Next(1, 5000), round) };
            var gzip = test.Payload.Gzip;
            using var server = new TestServer(request =>
            {
                var whole = Answer.File(request, gzip);
                var sent = random.Next(1, whole.Body.Length + 1);
                return whole with { Body = whole.Body[..sent], Length = whole.Body.Length };
            });
            test.Options = test.Options with { FirstBackoff = TimeSpan.FromMilliseconds(1) };
            await test.Succeeds(server.Address);
        }
    }

    [TestMethod]
    public async Task TheNextBuildGoesOn()
    {
        using var test = new FetchCase();
        var gzip = test.Payload.Gzip;
        var broken = true;
        using var server = new TestServer(request => !broken ? Answer.File(request, gzip)
            : request.From == 0 ? new Answer("200 OK", gzip[..5000], gzip.Length)
            : Answer.Of("403 Forbidden"));
        await test.Fails(server.Address);
        broken = false;
        server.Requests.Clear();
        await test.Succeeds(server.Address);
        Assert.AreEqual(5000, server.Requests.Single().From);
    }

    [TestMethod]
    public async Task StartsAfreshWhereTheServerIgnoresRange()
    {
        using var test = new FetchCase();
        Leave(test, test.Payload.Gzip[..1000], out var address, _ => new Answer("200 OK", test.Payload.Gzip), out var server);
        using (server)
            await test.Succeeds(address);
        StringAssert.Contains(test.Log.All, "the server ignores Range");
    }

    [TestMethod]
    public async Task StartsAfreshAfter416()
    {
        using var test = new FetchCase();
        Leave(test, new byte[1000], out var address,
            request => request.From > 0 ? Answer.Of("416 Range Not Satisfiable") : Answer.File(request, test.Payload.Gzip), out var server);
        using (server)
            await test.Succeeds(address);
        CollectionAssert.AreEqual(new[] { 1000, 0 }, server.Requests.Select(request => request.From).ToArray());
    }

    [TestMethod]
    public async Task StartsAfreshWhereTheServerResumesAtAWrongPlace()
    {
        using var test = new FetchCase();
        var gzip = test.Payload.Gzip;
        Leave(test, gzip[..1000], out var address, request => request.From == 0
            ? Answer.File(request, gzip)
            : new Answer("206 Partial Content", gzip[500..], Headers: [$"Content-Range: bytes 500-{gzip.Length - 1}/{gzip.Length}"]), out var server);
        using (server)
            await test.Succeeds(address);
    }

    [TestMethod]
    public async Task TakesAFinishedTransferWithoutAskingForItsBytes()
    {
        using var test = new FetchCase();
        Leave(test, test.Payload.Gzip, out var address, request => Answer.File(request, test.Payload.Gzip), out var server);
        using (server)
            await test.Succeeds(address);
        Assert.AreEqual(test.Payload.Gzip.Length, server.Requests.Single().From);
    }

    [TestMethod]
    public async Task StartsAfreshWhereTheEarlierPartWasOfAnotherFile()
    {
        using var test = new FetchCase();
        Leave(test, new Payload(seed: 9).Gzip[..2000], out var address, request => Answer.File(request, test.Payload.Gzip), out var server);
        using (server)
            await test.Succeeds(address);
        CollectionAssert.AreEqual(new[] { 2000, 0 }, server.Requests.Select(request => request.From).ToArray());
    }

    /// <summary>Starts a server, and leaves a partial file as an earlier build would have.</summary>
    private static void Leave(FetchCase test, byte[] partial, out string address, Func<Request, Answer> answer, out TestServer server)
    {
        server = new TestServer(answer);
        address = server.Address;
        var path = HttpSource.PartialPath(test.Cache, new Uri($"{address}/{Payload.Name}.gz"));
        Directory.CreateDirectory(test.Cache);
        File.WriteAllBytes(path, partial);
    }
}
