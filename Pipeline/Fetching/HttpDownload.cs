using System.Net;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>A finished transfer: the bytes as the server has them, still compressed if it has them so.</summary>
internal sealed record Download(string Path, long Transferred, bool Resumed);

/// <summary>The server says that the file is not there (404 or 410); another name may be.</summary>
internal sealed class NotFoundException(string message) : SourceException(message);

/// <summary>
/// Downloads one address into a <c>.partial</c> file, which a later attempt or build goes on with. Repeats what may
/// pass (408, 429, 5xx, broken connections) with growing waits or as Retry-After says; gives up at once on a host
/// that cannot be reached, and does not ask that host again.
/// </summary>
internal sealed class HttpDownload(HttpClient http, FetchOptions options, Patience patience, IFetchLog log)
{
    /// <summary>What compressing may add to a file that cannot be compressed.</summary>
    public const long GzipOverhead = 1 << 16;

    private readonly Dictionary<string, string> _unreachable = [];

    /// <summary>Downloads, or goes on with an earlier download.</summary>
    /// <param name="address">What to get.</param>
    /// <param name="partial">Where unfinished bytes are, and the finished ones will be.</param>
    /// <param name="limit">More bytes than this are refused.</param>
    /// <param name="cancel">Stops; the partial file stays for the next build.</param>
    /// <exception cref="SourceException">The address cannot give the file.</exception>
    public async Task<Download> Run(Uri address, string partial, long limit, CancellationToken cancel)
    {
        if (_unreachable.TryGetValue(address.Authority, out var reason))
            throw new SourceException(reason);

        var before = LengthOf(partial);
        long transferred = 0, furthest = before;
        for (var failures = 0; ;)
        {
            try
            {
                var attempt = new HttpAttempt(http, options, patience, log);
                await attempt.Run(address, partial, limit, count => transferred += count, cancel);
                if (LengthOf(partial) == 0)
                    throw new SourceException("an empty file");
                return new Download(partial, transferred, Resumed: before > 0 && transferred < LengthOf(partial));
            }
            catch (TransientException e)
            {
                var reached = LengthOf(partial);
                failures = reached > furthest ? 1 : failures + 1;
                furthest = Math.Max(furthest, reached);
                var wait = e.RetryAfter ?? options.FirstBackoff * Math.Pow(2, failures - 1);
                if (failures >= options.Attempts)
                    throw new SourceException($"{e.Message} ({options.Attempts} attempts)", e);
                log.Detail($"{address}: {e.Message}; again in {wait.TotalSeconds:0.#} s");
                if (!await patience.Wait(wait, cancel))
                    throw new SourceException($"{e.Message}; waiting {wait.TotalSeconds:0} s more would hold up the build", e);
            }
            catch (UnreachableException e)
            {
                _unreachable[address.Authority] = e.Message;
                throw;
            }
            finally
            {
                if (File.Exists(partial) && LengthOf(partial) == 0)
                    File.Delete(partial);
            }
        }
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}

/// <summary>No connection to the host.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : SourceException(message, inner);

/// <summary>Which answers of a server mean what.</summary>
internal static class HttpAnswers
{
    /// <summary>Turns an answer without a body for us into the failure that it means; returns for 200, 206 and 416.</summary>
    public static void Check(HttpResponseMessage answer)
    {
        var status = answer.StatusCode;
        if (status is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            return;
        var message = $"status {(int)status} {answer.ReasonPhrase}";
        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500)
            throw new TransientException(message, RetryAfter(answer));
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw new NotFoundException(message);
        throw new SourceException(message);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var header = answer.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
