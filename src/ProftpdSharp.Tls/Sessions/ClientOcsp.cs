using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// TLSVerifyOrder ocsp: the responders that a client's certificate names are asked whether it was revoked. That takes its time, so it happens right after
/// the handshake, before any command.
/// </summary>
static class ClientOcsp
{
    public static async ValueTask<bool> PassAsync(Session session, TlsState state, TlsConnection connection)
    {
        if (!session.Server.Root.Get(Authorities.TlsVerifyOrder).Contains(VerifyMechanism.Ocsp) || connection.SessionReused)
            return true;
        using var certificate = connection.PeerCertificate();
        if (certificate is null)
            return true;
        var subject = LogText.Sanitize(certificate.Subject);
        var urls = OcspQuery.UrlsIn(certificate);
        if (urls.Count == 0)
        {
            state.Write($"Client cert '{subject}' contained no AuthorityInfoAccess attribute, unable to verify via OCSP");
            return true;
        }
        state.Write($"found {urls.Count} OCSP URL{(urls.Count == 1 ? "" : "s")} in AuthorityInfoAccess attribute for client cert '{subject}'");
        using var issuer = Issuer(state, connection, certificate);
        if (issuer is null)
        {
            state.Write($"unable to verify client cert '{subject}' via OCSP: its issuer is not known");
            return false;
        }
        foreach (var url in urls)
        {
            var answer = await AskAsync(session, state, certificate, issuer, url);
            if (answer.Status == OcspStatus.Good)
                return true;
            if (answer.Status != OcspStatus.Invalid)
                break;
        }
        var step = new VerifyStep(false, VerificationTexts.Application, "", 0, certificate.Subject, certificate.Issuer);
        foreach (var line in VerificationTexts.Lines(step, VerificationTexts.Application))
            state.Write(line);
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
        var answer = query.Judge(der, state.Context!.Tls!, issuer, verifies: true);
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

    static Certificate? Issuer(TlsState state, TlsConnection connection, Certificate certificate)
    {
        var file = state.Context!.Settings.CaFile is { } path ? PemFile.ReadCertificates(path, out _) : [];
        var candidates = file.Concat(connection.PeerChain()).ToList();
        var issuer = candidates.Find(candidate => OcspQuery.IsIssuer(candidate, certificate));
        foreach (var other in candidates.Where(candidate => candidate != issuer))
            other.Dispose();
        return issuer;
    }
}
