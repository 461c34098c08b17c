using System.Net;
using System.Net.Http.Headers;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>One attempt to complete a <c>.partial</c> file from one address.</summary>
internal sealed class HttpAttempt(HttpClient http, FetchOptions options, Patience patience, IFetchLog log)
{
    private const int MostRedirects = 5;

    /// <summary>Appends what is missing; <paramref name="arrived"/> hears of every piece.</summary>
    /// <exception cref="TransientException">Worth another attempt; what arrived is kept.</exception>
    /// <exception cref="SourceException">Not worth another attempt.</exception>
    public async Task Run(Uri address, string partial, long limit, Action<int> arrived, CancellationToken cancel)
    {
        await using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
        var have = file.Length;
        using var answer = await Send(address, have, cancel);
        HttpAnswers.Check(answer);

        var range = answer.Content.Headers.ContentRange;
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (have > 0 && range?.Length == have)
                return;
            file.SetLength(0);
            throw new TransientException("status 416: the server cannot resume; starting afresh", TimeSpan.Zero);
        }
        if (answer.StatusCode == HttpStatusCode.PartialContent && range?.From != have)
        {
            file.SetLength(0);
            throw new TransientException("the server resumed at a wrong place; starting afresh", TimeSpan.Zero);
        }
        if (answer.StatusCode == HttpStatusCode.OK && have > 0)
        {
            log.Detail($"{address}: the server ignores Range; starting afresh");
            have = 0;
            file.SetLength(0);
        }
        else if (have > 0)
        {
            log.Detail($"{address}: going on after {have} bytes");
        }
        if (string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/html", StringComparison.OrdinalIgnoreCase))
            throw new SourceException("an HTML page instead of the file");
        if (have + (answer.Content.Headers.ContentLength ?? 0) > limit)
            throw new SourceException($"larger than the {limit} bytes that could be expected");

        file.Position = have;
        await Copy(answer, file, limit, arrived, cancel);
    }

    private async Task Copy(HttpResponseMessage answer, FileStream file, long limit, Action<int> arrived, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            while (true)
            {
                var count = await Read(body, buffer, file.Length, cancel);
                if (count == 0)
                    return;
                patience.Progress();
                arrived(count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancel);
                if (file.Position <= limit)
                    continue;
                file.SetLength(0);
                throw new SourceException($"larger than the {limit} bytes that could be expected");
            }
        }
        catch (HttpRequestException e)
        {
            throw new TransientException($"connection broken after {file.Length} bytes", inner: e);
        }
    }

    /// <summary>Reads a piece of the body. Only here is an I/O error the network's: elsewhere it is the disk's.</summary>
    private async Task<int> Read(Stream body, byte[] buffer, long have, CancellationToken cancel)
    {
        try
        {
            return await patience.Guard(options.StallTimeout, cancel, token => body.ReadAsync(buffer, token).AsTask());
        }
        catch (Exception e) when (e is IOException or HttpRequestException or System.Net.Sockets.SocketException)
        {
            throw new TransientException($"connection broken after {have} bytes", inner: e);
        }
        catch (TimeoutException e)
        {
            throw new TransientException($"stalled after {have} bytes: {e.Message}", inner: e);
        }
    }

    /// <summary>Sends the request and follows redirects, to <c>https</c> only (or from this machine to itself).</summary>
    private async Task<HttpResponseMessage> Send(Uri address, long from, CancellationToken cancel)
    {
        if (!Allowed(address, address))
            throw new SourceException("only https is allowed");
        for (var hops = 0; hops <= MostRedirects; hops++)
        {
            var answer = await SendOnce(address, from, cancel);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return answer;
            var location = answer.Headers.Location;
            answer.Dispose();
            if (location is null)
                throw new SourceException("a redirect without a target");
            var target = new Uri(address, location);
            if (!Allowed(target, address))
                throw new SourceException($"redirects to {target.GetLeftPart(UriPartial.Authority)}; only https is allowed");
            address = target;
        }
        throw new SourceException($"more than {MostRedirects} redirects");
    }

    private static bool Allowed(Uri target, Uri from) =>
        target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp && target.IsLoopback && from.IsLoopback;

    private async Task<HttpResponseMessage> SendOnce(Uri address, long from, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        try
        {
            return await patience.Guard(
                options.StallTimeout, cancel,
                token => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token));
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new UnreachableException($"not reachable: {e.Message}", e);
        }
        catch (HttpRequestException e)
        {
            throw new TransientException($"connection broken: {e.Message}", inner: e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new UnreachableException($"not reachable within {options.ConnectTimeout.TotalSeconds:0.#} s", e);
        }
        catch (TimeoutException e)
        {
            throw new TransientException(e.Message, inner: e);
        }
    }
}
