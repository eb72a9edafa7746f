using System.Text;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>Logins by client certificate: ~/.tlslogin (AllowDotLogin) and TLSUserName. A match answers USER with 232; no password is asked for.</summary>
static class CertificateLogin
{
    public static readonly Feature Feature = new("certificate logins");

    static readonly SessionKey<CertificateSource> Key = new(() => new CertificateSource());

    static CertificateLogin() => Feature.SessionStart(AddSource);

    static ValueTask AddSource(Session session)
    {
        var source = session.State(Key);
        source.Session = session;
        AuthTable.Of(session).Add(source);
        return default;
    }
}

/// <summary>The certificate of the control connection as a source of logins.</summary>
sealed class CertificateSource() : AuthSource("mod_tls")
{
    const int EmailName = 1;

    public Session? Session { get; set; }

    public override async Task<string?> ProveAsync(string user)
    {
        if (Session is not { } session || session.State(TlsState.Key) is not { Control: { } control } state)
            return null;
        using var certificate = control.With(tls => tls.PeerCertificate());
        return await ByFileAsync(session, state, certificate, user) ?? ByName(session, state, certificate, user);
    }

    static async Task<string?> ByFileAsync(Session session, TlsState state, Certificate? certificate, string user)
    {
        if (!state.Options.HasFlag(TlsOption.AllowDotLogin))
            return null;
        var account = await AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync(user));
        if (account is null)
            return null;
        var shown = LogText.Sanitize(user);
        var matches = certificate is not null && await DotLogin.MatchesAsync(session, state, certificate, account.Home);
        state.Write($"TLS/X509 .tlslogin check {(matches ? "successful" : "failed")} for user '{shown}'");
        return matches ? "TLS/X509 .tlslogin" : null;
    }

    static string? ByName(Session session, TlsState state, Certificate? certificate, string user)
    {
        if (session.Server.Root.Get(UserNames.TlsUserName) is not { } field)
            return null;
        var shown = LogText.Sanitize(user);
        var matches = certificate is not null && Names(CertificateFacts.Of(certificate), field).Any(name => !IsSpoof(state, field, name) && name == user);
        if (matches)
            state.Write($"matched client cert {Describe(field, shown)} to user '{shown}'");
        state.Write($"TLS/X509 TLSUserName '{field}' check {(matches ? "successful" : "failed")} for user '{shown}'");
        return matches ? "TLS/X509 TLSUserName" : null;
    }

    /// <summary>A name that C would read to the NUL only.</summary>
    static bool IsSpoof(TlsState state, string field, string name)
    {
        if (name.IndexOf('\0', StringComparison.Ordinal) is var end && end < 0)
            return false;
        var (called, kind) = field switch
        {
            "CommonName" => ("CommonName", "CommonName"),
            "EmailSubjAltName" => ("Email SAN", "Email SubjAltName"),
            _ => ($"{field} extension", $"{field} extension"),
        };
        state.Write($"client cert {called} contains embedded NULs, ignoring as possible spoof attempt");
        state.Write($"suspicious {kind} value: '{LogText.Sanitize(name[..end])}'");
        return true;
    }

    static IEnumerable<string> Names(CertificateFacts facts, string field) => field switch
    {
        "CommonName" => facts.SubjectParts.Where(part => part.Name == "CN").Select(part => part.Value),
        "EmailSubjAltName" => facts.AlternativeNames(EmailName).Select(Encoding.Latin1.GetString),
        _ => facts.Extension(field) is { } value ? [Encoding.Latin1.GetString(value)] : [],
    };

    static string Describe(string field, string name) => field switch
    {
        "CommonName" => $"CommonName '{name}'",
        "EmailSubjAltName" => $"Email SubjAltName '{name}'",
        _ => $"{field} extension '{name}'",
    };
}
