using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Redis;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Caches;

/// <summary>The caches that TLSSessionCache and TLSStaplingCache put outside of this process; they outlive SIGHUP as long as their names stay.</summary>
sealed class SharedCaches(ServerHost host)
{
    /// <summary>1538 KiB: 153 slots.</summary>
    const long DefaultSize = 1538 * 1024;

    /// <summary>ftpdctl reads all of it.</summary>
    const long LargestSize = 256 << 20;

    const string SessionDirective = "TLSSessionCache";
    const string ResponseDirective = "TLSStaplingCache";
    const string ShmLabel = "mod_tls_shmcache/0.2";

    /// <summary>Sessions by id; null when they stay in the process.</summary>
    public SlotFile? Sessions { get; private set; }

    /// <summary>Sessions by id, over the network; null when they stay on this machine.</summary>
    public DistantCache? DistantSessions { get; private set; }

    /// <summary>OCSP responses by the fingerprint of their certificate; null when they stay in the process.</summary>
    public SlotFile? Responses { get; private set; }

    /// <summary>OCSP responses by the fingerprint of their certificate, over the network; null when they stay on this machine.</summary>
    public DistantCache? DistantResponses { get; private set; }

    /// <summary>The directory of TLSStaplingCache <c>fs:/path=</c>; null for none.</summary>
    public string? ResponseDirectory { get; private set; }

    /// <summary>Opens what a configuration names.</summary>
    public async ValueTask UseAsync(ServerConfiguration configuration)
    {
        var sessions = configuration.Main.Root.Get(SessionCache.TlsSessionCache);
        var responses = configuration.Main.Root.Get(Stapling.TlsStaplingCache);
        if (sessions.IsOff)
            host.Log.Debug(3, null, $"{Upstream.Label}: TLSSessionCache off, disabling TLS session caching and setting NoSessionReuseRequired TLSOption");
        Sessions = Reopen(Sessions, sessions.Type, sessions.Info, SessionDirective);
        Responses = Reopen(Responses, responses.Type, responses.Info, ResponseDirective);
        ResponseDirectory = responses.Type == "fs" && Option(responses.Info, "path") is { } path && PathArguments.IsAbsolute(path) ? path : null;
        var isRedisWanted = sessions.Type == "redis" || responses.Type == "redis";
        var redis = isRedisWanted ? await host.State(RedisProcess.Key).UseAsync(configuration) : null;
        DistantSessions = Over(redis, sessions.Type, "proftpd.tls.session.", SessionDirective);
        DistantResponses = Over(redis, responses.Type, "proftpd.tls.ocsp.", ResponseDirective);
    }

    public void CloseSessions()
    {
        Sessions?.Remove();
        Sessions = null;
    }

    public void CloseResponses()
    {
        Responses?.Remove();
        Responses = null;
    }

    DistantCache? Over(RedisConnection? redis, string type, string prefix, string directive)
    {
        if (type != "redis")
            return null;
        if (redis is not null)
            return new DistantCache(redis, prefix);
        Refuse("redis", directive, Errno.EPERM);
        return null;
    }

    SlotFile? Reopen(SlotFile? present, string type, string info, string directive)
    {
        // Upstream without a memcached server says the same, and there is none that we know to ask.
        if (type == "memcache")
            Refuse(type, directive, Errno.EPERM);
        if (type != "shm")
        {
            present?.Dispose();
            return null;
        }
        var path = Option(info, "file");
        if (path is null || !PathArguments.IsAbsolute(path))
        {
            present?.Dispose();
            host.Log.Debug(1, null, path is null ? $"{ShmLabel}: badly formatted info '{info}', unable to open shmcache" : $"{ShmLabel}: file '{path}' not an absolute path");
            return Refuse(type, directive, Errno.EINVAL);
        }
        if (present?.Path == path)
            return present;
        present?.Dispose();
        var opened = SlotFile.Open(path, SizeIn(info));
        return opened.Ok ? opened.Value : Refuse(type, directive, opened.Error);
    }

    SlotFile? Refuse(string type, string directive, Errno error)
    {
        host.Log.Write(LogLevel.Notice, null, $"{Upstream.Label}: error opening '{type}' {directive}: {error.Describe()}");
        return null;
    }

    static long SizeIn(string info) =>
        long.TryParse(Option(info, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestSize ? size : DefaultSize;

    /// <summary>A value of <c>/file=PATH&amp;size=N</c>; null when it is not there.</summary>
    static string? Option(string info, string name) =>
        info.TrimStart('/').Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0] == name && pair[1].Length > 0)?[1];
}
