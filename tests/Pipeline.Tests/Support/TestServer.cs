using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReptileGen.Pipeline.Tests.Support;

/// <summary>One request as it came in.</summary>
internal sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte asked for, or 0.</summary>
    public int From => Headers.TryGetValue("range", out var range) ? int.Parse(range.Split('=', '-')[1]) : 0;
}

/// <summary>What to answer; the server closes the connection after each answer.</summary>
/// <param name="Status">Status line, such as <c>200 OK</c>.</param>
/// <param name="Body">Bytes to send.</param>
/// <param name="Length">Content-Length to claim; null claims the truth.</param>
/// <param name="Headers">Further header lines.</param>
/// <param name="Stall">Send the body, then stay silent instead of closing.</param>
/// <param name="Reset">Send the body, then break the connection as a router does that has forgotten it.</param>
internal sealed record Answer(
    string Status, byte[] Body, long? Length = null, string[]? Headers = null, bool Stall = false, bool Reset = false)
{
    public static Answer Of(string status, params string[] headers) => new(status, [], Headers: headers);

    /// <summary>A good server: whole files, or the rest from where a resume asks.</summary>
    public static Answer File(Request request, byte[] file) => request.From switch
    {
        0 => new Answer("200 OK", file),
        var from when from >= file.Length => Of("416 Range Not Satisfiable", $"Content-Range: bytes */{file.Length}"),
        var from => new Answer("206 Partial Content", file[from..], Headers: [$"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}"]),
    };
}

/// <summary>An HTTP server on the loopback interface that can be as bad as a test needs, down to broken connections.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Answer> _answer;

    public TestServer(Func<Request, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAll();
    }

    public ConcurrentQueue<Request> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}/data";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAll()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var first = (await reader.ReadLineAsync(_stop.Token) ?? "").Split(' ');
                if (first.Length < 2)
                    return;
                var headers = new Dictionary<string, string>();
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                    headers[line.Split(':')[0].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
                var request = new Request(first[0], first[1], headers);
                Requests.Enqueue(request);

                var answer = _answer(request);
                var head = new StringBuilder($"HTTP/1.1 {answer.Status}\r\nContent-Length: {answer.Length ?? answer.Body.Length}\r\nConnection: close\r\n");
                foreach (var header in answer.Headers ?? [])
                    head.Append(header).Append("\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
                await stream.WriteAsync(answer.Body, _stop.Token);
                await stream.FlushAsync(_stop.Token);
                if (answer.Reset)
                {
                    await Task.Delay(100, _stop.Token); // what was sent should arrive first
                    client.Client.LingerState = new(true, 0);
                    client.Client.Close(0);
                }
                if (answer.Stall)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // the client went away, or the test is over
            }
        }
    }
}
