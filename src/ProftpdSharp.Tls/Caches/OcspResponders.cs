using System.Net.Http.Headers;

namespace ProftpdSharp.Tls.Caches;

/// <summary>Asks OCSP responders over HTTP (RFC 6960 appendix A).</summary>
sealed class OcspResponders : IDisposable
{
    const int LargestResponse = 64 * 1024;

    readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) })
    {
        MaxResponseContentBufferSize = LargestResponse,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Posts a request.</summary>
    /// <returns>The response, or an empty one and why.</returns>
    public async Task<(byte[] Response, string Problem)> AskAsync(string url, byte[] request, TimeSpan limit)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return ([], "not an HTTP URL");
        using var expiry = new CancellationTokenSource(limit);
        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        try
        {
            using var answer = await _client.PostAsync(address, content, expiry.Token);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadAsByteArrayAsync(expiry.Token), "")
                : ([], $"HTTP status {(int)answer.StatusCode}");
        }
        catch (HttpRequestException failure)
        {
            return ([], failure.Message);
        }
        catch (OperationCanceledException)
        {
            return ([], "no answer in time");
        }
    }

    public void Dispose() => _client.Dispose();
}
