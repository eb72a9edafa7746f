using System.Globalization;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Caches;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary><c>ftpdctl tls sesscache|ocspcache info|clear|remove</c>: the caches that are shared with other processes (MODTLS 1.12).</summary>
static class TlsControls
{
    const string Denied = "access denied";
    const int Page = 4096;

    public static readonly Feature Feature = new("tls controls socket");

    static TlsControls() => Feature.Control(new ControlAction("tls", "query/tune mod_tls settings", null, HandleAsync));

    static async ValueTask<ControlsMessage> HandleAsync(ControlRequest request)
    {
        var words = request.Arguments;
        if (words.Count == 0)
            return ControlsMessage.Failed("tls: missing required parameters");
        var noun = words[0];
        if (noun is not ("sesscache" or "ocspcache"))
            return ControlsMessage.Failed($"tls: unknown tls action: '{noun}'");
        if (!Admits(request, noun))
            return ControlsMessage.Failed(Denied);
        if (words.Count == 1)
            return ControlsMessage.Failed($"tls {noun}: missing required parameters");
        var verb = words[1];
        if (verb is not ("info" or "clear" or "remove"))
            return ControlsMessage.Failed($"tls {noun}: unknown {noun} action: '{verb}'");
        if (!Admits(request, verb))
            return ControlsMessage.Failed(Denied);
        if (verb == "info" && words.Skip(2).FirstOrDefault(option => option != "-v") is { } unknown)
            return ControlsMessage.Failed($"tls {noun}: unsupported parameter: '{unknown}'");
        var caches = request.Host.State(TlsProcess.Key).Caches;
        return (noun == "sesscache" ? caches.DistantSessions : caches.DistantResponses) is { } distant
            ? await DistantCacheControls.HandleAsync(distant, noun, verb)
            : Handle(request, noun == "sesscache", verb, words.Contains("-v"));
    }

    static bool Admits(ControlRequest request, string word)
    {
        var lines = request.Host.State(FtpServer.Key).State!.Configuration.Main.Root.All(ControlsAcls.TlsControlsAcls).Select(record => record.Value!);
        return ControlsAcl.Admits(lines, word, request.Client) == true;
    }

    static ControlsMessage Handle(ControlRequest request, bool isSessions, string verb, bool isVerbose)
    {
        var caches = request.Host.State(TlsProcess.Key).Caches;
        var (noun, directive, what) = isSessions ? ("sesscache", "TLSSessionCache", "session") : ("ocspcache", "TLSStaplingCache", "response");
        if ((isSessions ? caches.Sessions : caches.Responses) is not { } cache)
            return ControlsMessage.Failed($"No {directive} configured");
        switch (verb)
        {
            case "clear":
                var count = cache.Clear(request.Host.Clock.GetUtcNow());
                return ControlsMessage.Done($"tls {noun}: cleared {count} {what}{(count == 1 ? "" : "s")} from 'shm' {(isSessions ? "session" : "OCSP")} cache");
            case "remove":
                (isSessions ? (Action)caches.CloseSessions : caches.CloseResponses)();
                return ControlsMessage.Done($"tls {noun}: removed 'shm' {(isSessions ? "session" : "OCSP")} cache");
            default:
                return ControlsMessage.Done([.. Info(cache, isSessions, request.Host.Clock.GetUtcNow(), isVerbose)]);
        }
    }

    static IEnumerable<string> Info(SlotFile cache, bool isSessions, DateTimeOffset now, bool isVerbose)
    {
        var (kind, plural) = isSessions ? ("session", "sessions") : ("response", "responses");
        var counts = cache.Counts;
        var present = cache.All(now);
        yield return $"Shared memory (shm) {(isSessions ? "SSL session" : "OCSP response")} cache provided by mod_tls_shmcache/0.2";
        yield return "";
        // Upstream's numbers of System V shared memory; here it is a file.
        yield return "Shared memory segment ID: 0";
        yield return $"Shared memory segment size: {(cache.Size + Page - 1) / Page * Page} bytes";
        yield return $"Shared memory cache created on: {counts.Since.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture)}";
        yield return "Shared memory attach count: 1";
        yield return "";
        yield return $"Max {kind} cache size: {cache.Count}";
        yield return $"Current {kind} cache size: {present.Count}";
        yield return "";
        yield return $"Cache lifetime hits: {counts.Hits}";
        yield return $"Cache lifetime misses: {counts.Misses}";
        yield return "";
        yield return $"Cache lifetime {plural} stored: {counts.Stored}";
        yield return $"Cache lifetime {plural} deleted: {counts.Deleted}";
        yield return $"Cache lifetime {plural} expired: {counts.Expired}";
        yield return "";
        yield return $"Cache lifetime errors handling {plural} in cache: {counts.Errors}";
        yield return $"Cache lifetime {plural} exceeding max entry size: {counts.Exceeding}";
        if (counts.Exceeding > 0)
            yield return $"  Largest {kind} exceeding max entry size: {counts.Largest}";
        if (!isVerbose || !isSessions)
            yield break;
        yield return "";
        yield return "Cached sessions:";
        foreach (var line in present.Count == 0 ? ["  (none)"] : present.SelectMany(Describe))
            yield return line;
    }

    static IEnumerable<string> Describe(byte[] stored)
    {
        using var session = TlsSession.FromDer(stored);
        if (session is null)
            yield break;
        yield return "  -----BEGIN SSL SESSION PARAMETERS-----";
        yield return $"    Protocol: {Protocols.Name(session.Version)}";
        yield return $"    Started: {Time(session.Start)}";
        yield return $"    Expires: {Time(session.Start + session.Lifetime)} ({(long)session.Lifetime.TotalSeconds} secs)";
        yield return "  -----END SSL SESSION PARAMETERS-----";
        yield return "";
    }

    static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
}
