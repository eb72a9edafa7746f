using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>What mod_tls says about a configuration before it serves.</summary>
static class ConfigurationReview
{
    public static readonly Feature Feature = new("TLS configuration review");

    static ConfigurationReview() => Feature.Review(ReviewAsync);

    static ValueTask ReviewAsync(StartupCheck check)
    {
        foreach (var server in check.Configuration.Servers.Where(server => server.Root.Get(Engine.TlsEngine)))
        {
            if (Conflict(check.Configuration, server))
            {
                check.Refuse($"{Upstream.Label}: Server {server.Name}: cannot enforce both 'TLSRequired auth' and "
                    + "'TLSOptions AllowPerUser' at the same time");
            }
            if (Weakness(server.Root) is { } weakness)
                check.Log($"{Upstream.Label}: Server {server.Name}: {weakness}");
            var settings = ContextSettings.Of(server.Root, check.Configuration.Main.Root);
            if (settings.KeyLogFile is { } keyLog)
                check.Log($"{Upstream.Label}: Server {server.Name}: TLSKeyLogFile '{keyLog}' is set: who reads it can read all sessions");
        }
        var certificates = ExpiryWarnings.Certificates(check.Configuration, check.Host.State(TlsProcess.Key).Keys);
        foreach (var line in new ExpiryWarnings().Due(certificates, check.Host.Clock.GetUtcNow()))
            check.Log(line);
        return ValueTask.CompletedTask;
    }

    /// <summary>Without mod_ifsession and without a section that relaxes it, nobody could ever do what AllowPerUser allows.</summary>
    static bool Conflict(ServerConfiguration configuration, VirtualServer server) =>
        !configuration.RequestedModules.Contains("mod_ifsession")
        && !server.Root.Sections.Any(section => section.Kind >= SectionKind.IfAuthenticated)
        && Options.In(server.Root).HasFlag(TlsOption.AllowPerUser)
        && server.Root.Get(Required.TlsRequired).Authentication
        && !SectionsBelow(server.Root).Any(section => !section.Get(Required.TlsRequired).Authentication);

    static IEnumerable<ConfigScope> SectionsBelow(ConfigScope scope) =>
        scope.Sections.Where(section => section.Kind is SectionKind.Anonymous or SectionKind.Directory)
            .SelectMany(section => SectionsBelow(section).Prepend(section));

    /// <summary>Old versions only: today's clients do not speak them, and the system's policy may not let us either.</summary>
    static string? Weakness(ConfigScope server)
    {
        if (server.Find(Protocols.TlsProtocol) is not { } record)
            return null;
        var (_, max) = Protocols.Range(record.Value);
        if (max >= TlsVersion.Tls12)
            return null;
        using var scratch = TlsContext.Create();
        var policy = scratch.SecurityLevel > 0 && !Options.In(server).HasFlag(TlsOption.AllowWeakSecurity)
            ? $" OpenSSL's security level {scratch.SecurityLevel} refuses them here (see the AllowWeakSecurity TLSOptions parameter), and"
            : "";
        return $"'{record.Text}' on {record.Source} allows old protocol versions only:{policy} modern clients will fail; "
            + "write 'TLSProtocol TLSv1.2 TLSv1.3' instead";
    }
}
