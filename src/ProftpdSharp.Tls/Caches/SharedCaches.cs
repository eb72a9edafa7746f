using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
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

    const string ShmLabel = "mod_tls_shmcache/0.2";

    /// <summary>Sessions by id; null when they stay in the process.</summary>
    public SlotFile? Sessions { get; private set; }

    /// <summary>OCSP responses by the fingerprint of their certificate; null when they stay in the process.</summary>
    public SlotFile? Responses { get; private set; }

    /// <summary>The directory of TLSStaplingCache <c>fs:/path=</c>; null for none.</summary>
    public string? ResponseDirectory { get; private set; }

    /// <summary>Opens what a configuration names.</summary>
    public void Use(ServerConfiguration configuration)
    {
        var sessions = configuration.Main.Root.Get(SessionCache.TlsSessionCache);
        Sessions = Reopen(Sessions, sessions.Type, sessions.Info, "TLSSessionCache");
        var responses = configuration.Main.Root.Get(Stapling.TlsStaplingCache);
        Responses = Reopen(Responses, responses.Type, responses.Info, "TLSStaplingCache");
        ResponseDirectory = responses.Type == "fs" && Option(responses.Info, "path") is { } path && PathArguments.IsAbsolute(path) ? path : null;
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

    SlotFile? Reopen(SlotFile? present, string type, string info, string directive)
    {
        if (type is "redis" or "memcache")
            Say($"{Upstream.Label}: {directive} '{type}' is not supported by this server yet: the cache is that of the process");
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
            return Refuse(directive, Errno.EINVAL);
        }
        if (present?.Path == path)
            return present;
        present?.Dispose();
        var opened = SlotFile.Open(path, SizeIn(info));
        return opened.Ok ? opened.Value : Refuse(directive, opened.Error);
    }

    SlotFile? Refuse(string directive, Errno error)
    {
        Say($"{Upstream.Label}: error opening 'shm' {directive}: {error.Describe()}");
        return null;
    }

    void Say(string text) => host.Log.Write(LogLevel.Notice, null, text);

    static long SizeIn(string info) =>
        long.TryParse(Option(info, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestSize ? size : DefaultSize;

    /// <summary>A value of <c>/file=PATH&amp;size=N</c>; null when it is not there.</summary>
    static string? Option(string info, string name) =>
        info.TrimStart('/').Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0] == name && pair[1].Length > 0)?[1];
}
