using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Caches;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>
/// OCSP responses for the server's certificates. They are fetched before a handshake, never within one; when none is to be had, tryLater stands for it for
/// some minutes.
/// </summary>
sealed class Stapler(ServerHost host, SharedCaches caches, OcspResponders responders)
{
    static readonly TimeSpan FakeLifetime = TimeSpan.FromSeconds(300);
    static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly Dictionary<string, Task<StapledResponse>> _responses = new(StringComparer.Ordinal);

    /// <summary>Sees to it that there is a response for each certificate of a context.</summary>
    /// <param name="context">The context of the handshake to come.</param>
    /// <param name="log">The TLSLog.</param>
    public async ValueTask PrepareAsync(ServerContext context, Action<string> log)
    {
        foreach (var certificate in context.Stapled)
            await Get(context, certificate, log);
    }

    /// <summary>The response for a certificate; null when nothing was prepared.</summary>
    public StapledResponse? Find(byte[] fingerprint)
    {
        lock (_lock)
            return _responses.GetValueOrDefault(Convert.ToHexString(fingerprint)) is { IsCompletedSuccessfully: true } task ? task.Result : null;
    }

    Task<StapledResponse> Get(ServerContext context, StapledCertificate certificate, Action<string> log)
    {
        var name = Convert.ToHexString(certificate.Fingerprint);
        lock (_lock)
        {
            if (_responses.TryGetValue(name, out var task) && !task.IsFaulted && !(task.IsCompletedSuccessfully && task.Result.Until <= host.Clock.GetUtcNow()))
                return task;
            return _responses[name] = FetchAsync(context, certificate, log);
        }
    }

    async Task<StapledResponse> FetchAsync(ServerContext context, StapledCertificate certificate, Action<string> log)
    {
        var setting = context.Settings.Stapling;
        using var query = OcspQuery.Create(certificate.Certificate, certificate.Issuer, !setting.Options.HasFlag(StaplingOption.NoNonce));
        if (await FindStoredAsync(context, certificate) is { } stored)
            return stored;
        if (certificate.Responder is not { } url)
        {
            log("no OCSP responder for the server certificate: it names none and TLSStaplingResponder is not set");
            return Fake();
        }
        var (der, problem) = await responders.AskAsync(url, query.ToDer(), setting.Timeout);
        var answer = problem.Length > 0 ? new OcspAnswer(OcspStatus.Invalid, problem) : Judge(query, der, context, certificate);
        if (answer.Status == OcspStatus.Invalid)
        {
            log($"unable to get an OCSP response from '{url}': {answer.Problem}");
            return Fake();
        }
        var response = new StapledResponse(der, host.Clock.GetUtcNow() + Lifetime(answer), IsFake: false);
        await StoreAsync(certificate, response);
        return response;
    }

    StapledResponse Fake() => new(OcspQuery.TryLater.ToArray(), host.Clock.GetUtcNow() + FakeLifetime, IsFake: true);

    static TimeSpan Lifetime(OcspAnswer answer) => answer.TimeLeft is { } left && left < LongestLifetime ? left : LongestLifetime;

    static OcspAnswer Judge(OcspQuery query, byte[] der, ServerContext context, StapledCertificate certificate) =>
        query.Judge(der, context.Tls!, certificate.Issuer, !context.Settings.Stapling.Options.HasFlag(StaplingOption.NoVerify));

    /// <summary>A response that another process left, if it still holds.</summary>
    async Task<StapledResponse?> FindStoredAsync(ServerContext context, StapledCertificate certificate)
    {
        var der = caches.Responses?.Find(certificate.Fingerprint, host.Clock.GetUtcNow());
        if (der is null && caches.DistantResponses is { } distant)
            der = await distant.FindAsync(certificate.Fingerprint);
        if (der is null && caches.ResponseDirectory is { } directory)
        {
            var read = await host.FileWorkers.Host.ReadAllAsync(PathIn(directory, certificate));
            der = read.Ok ? read.Value : null;
        }
        if (der is null)
            return null;
        using var query = OcspQuery.Create(certificate.Certificate, certificate.Issuer, hasNonce: false);
        var answer = Judge(query, der, context, certificate);
        return answer.Status == OcspStatus.Invalid ? null : new StapledResponse(der, host.Clock.GetUtcNow() + Lifetime(answer), IsFake: false);
    }

    async Task StoreAsync(StapledCertificate certificate, StapledResponse response)
    {
        var now = host.Clock.GetUtcNow();
        caches.Responses?.Store(certificate.Fingerprint, response.Der, response.Until, now);
        if (caches.DistantResponses is { } distant)
            await distant.StoreAsync(certificate.Fingerprint, [.. response.Der], response.Until - now);
        if (caches.ResponseDirectory is { } directory)
            await Task.Factory.StartNew(() => Write(PathIn(directory, certificate), response.Der), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A whole file or none: another server may read it at any time.</summary>
    static void Write(string path, byte[] der)
    {
        const uint everybodyReads = 0x1a4; // 0644
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        var opened = Files.Open(unfinished, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, everybodyReads);
        if (!opened.Ok)
            return;
        bool isWhole;
        using (opened.Value)
            isWhole = Files.Write(opened.Value, der) is { Ok: true } written && written.Value == der.Length;
        if (!isWhole || Files.Renameat(Descriptor.WorkingDirectory, unfinished, Descriptor.WorkingDirectory, path) != Errno.None)
            _ = Files.Unlinkat(Descriptor.WorkingDirectory, unfinished);
    }

    static string PathIn(string directory, StapledCertificate certificate) => $"{directory}/{Convert.ToHexString(certificate.Fingerprint)}.der";
}

/// <summary>An OCSP response to staple.</summary>
/// <param name="Der">As it is sent.</param>
/// <param name="Until">When another one is asked for.</param>
/// <param name="IsFake">Whether it only says tryLater.</param>
sealed record StapledResponse(byte[] Der, DateTimeOffset Until, bool IsFake);
