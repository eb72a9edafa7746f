using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// TLSVerifyOrder ocsp: the responders that a client's certificate names are asked whether it was revoked. OpenSSL must know before it goes on with the
/// handshake, or the client would get no alert: the handshake waits on a thread of its own.
/// </summary>
static class ClientOcsp
{
    /// <summary>Whether a server asks.</summary>
    public static bool IsWanted(VirtualServer server) => server.Root.Get(Authorities.TlsVerifyOrder).Contains(VerifyMechanism.Ocsp);

    /// <summary>What the responders say; false only for a certificate that one of them knows as not good, or that none of them tells about.</summary>
    public static async Task<bool> PassAsync(Session session, TlsState state, Certificate certificate, Certificate issuer)
    {
        var subject = LogText.Sanitize(certificate.Subject);
        var urls = OcspQuery.UrlsIn(certificate);
        if (urls.Count == 0)
        {
            state.Write($"Client cert '{subject}' contained no AuthorityInfoAccess attribute, unable to verify via OCSP");
            return true;
        }
        state.Write($"found {urls.Count} OCSP URL{(urls.Count == 1 ? "" : "s")} in AuthorityInfoAccess attribute for client cert '{subject}'");
        foreach (var url in urls)
        {
            var answer = await AskAsync(session, state, certificate, issuer, url);
            if (answer.Status != OcspStatus.Invalid)
                return answer.Status == OcspStatus.Good;
        }
        return false;
    }

    static async ValueTask<OcspAnswer> AskAsync(Session session, TlsState state, Certificate certificate, Certificate issuer, string url)
    {
        var shown = LogText.Sanitize(url);
        state.Write($"checking OCSP URL '{shown}' for client cert '{LogText.Sanitize(certificate.Subject)}'");
        if (Uri.TryCreate(url, UriKind.Absolute, out var address))
            state.Write($"connecting to OCSP responder at host '{LogText.Sanitize(address.Host)}', port '{address.Port}', URI '{LogText.Sanitize(address.PathAndQuery)}'");
        using var query = OcspQuery.Create(certificate, issuer, hasNonce: true);
        var (der, problem) = await session.Host.State(TlsProcess.Key).Responders.AskAsync(url, query.ToDer(), session.Server.Root.Get(Stapling.TlsStaplingTimeout));
        if (problem.Length > 0)
        {
            state.Write($"unable to ask OCSP responder at '{shown}': {problem}");
            return new OcspAnswer(OcspStatus.Invalid, problem);
        }
        state.Write($"checking response from OCSP responder at URL '{shown}' for client cert '{LogText.Sanitize(certificate.Subject)}'");
        var answer = query.Judge(der, state.InForce.Tls!, issuer, verifies: true);
        state.Write(answer.Status == OcspStatus.Invalid
            ? $"unable to use the answer of OCSP responder at '{shown}': {answer.Problem}"
            : $"client cert '{LogText.Sanitize(certificate.Subject)}' has '{Name(answer.Status)}' ({(int)answer.Status}) status according to OCSP responder at '{shown}'");
        return answer;
    }

    static string Name(OcspStatus status) => status switch
    {
        OcspStatus.Good => "good",
        OcspStatus.Revoked => "revoked",
        _ => "unknown",
    };
}
