using ProftpdSharp.Core.Controls;
using ProftpdSharp.Tls.Caches;

namespace ProftpdSharp.Tls.Commands;

/// <summary><c>ftpdctl tls sesscache|ocspcache info|clear|remove</c> for a cache in Redis. Other servers use it too: it can be emptied, not removed.</summary>
static class DistantCacheControls
{
    public static async ValueTask<ControlsMessage> HandleAsync(DistantCache cache, string noun, string verb)
    {
        var (kind, what) = noun == "sesscache" ? ("session", "session") : ("OCSP", "response");
        if (verb == "info")
            return ControlsMessage.Done([.. await InfoAsync(cache, what)]);
        var count = await cache.ClearAsync();
        return verb == "clear"
            ? ControlsMessage.Done($"tls {noun}: cleared {count} {what}{(count == 1 ? "" : "s")} from 'redis' {kind} cache")
            : ControlsMessage.Done($"tls {noun}: removed 'redis' {kind} cache");
    }

    static async ValueTask<List<string>> InfoAsync(DistantCache cache, string what)
    {
        var counts = cache.Counts;
        return
        [
            $"Redis {(what == "session" ? "SSL session" : "OCSP response")} cache provided by mod_tls_redis/0.1",
            "",
            $"Redis server: {cache.ServerName}",
            $"Current {what} cache size: {await cache.CountAsync()}",
            $"Cache lifetime hits: {counts.Hits}",
            $"Cache lifetime misses: {counts.Misses}",
            $"Cache lifetime {what}s stored: {counts.Stored}",
            $"Cache lifetime {what}s deleted: {counts.Deleted}",
            $"Cache lifetime errors handling {what}s in cache: {counts.Errors}",
            $"Cache lifetime {what}s exceeding max entry size: {counts.Exceeding}",
        ];
    }
}
