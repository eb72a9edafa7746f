using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>What a handshake leaves for LogFormat: notes always, environment variables with StdEnvVars and ExportCertData.</summary>
static class SessionFacts
{
    public static void Export(Session session, TlsState state, TlsConnection connection)
    {
        using var client = connection.PeerCertificate();
        SetNotes(session, state, connection, client);
        if (state.Options.HasFlag(TlsOption.StdEnvVars))
            SetStandard(session, state, connection, client);
        if ((state.Options & (TlsOption.StdEnvVars | TlsOption.ExportCertData)) != 0)
            SetCertificates(session, state, connection, client);
    }

    static void SetNotes(Session session, TlsState state, TlsConnection connection, Certificate? client)
    {
        var notes = session.Notes;
        notes["FTPS"] = "1";
        notes["TLS_PROTOCOL"] = connection.VersionName;
        notes["TLS_CIPHER"] = connection.CipherName;
        // 1.3.8 misspells it; its successor does not.
        notes["TLS_LIBRARY_VERSION"] = notes["TLS_LIBRARY_VERSIONS"] = OpenSslLibrary.Version;
        if (state.ServerName is { } name)
        {
            notes["TLS_SERVER_NAME"] = name;
            notes["mod_tls.sni"] = name;
        }
        if (client is null)
            return;
        notes["TLS_CLIENT_S_DN_CN"] = Exported(CertificateFacts.Of(client).Subject("CN"));
        notes["TLS_CLIENT_A_KEY"] = client.KeyAlgorithm;
        notes["TLS_CLIENT_A_SIG"] = client.SignatureAlgorithm;
    }

    static void SetStandard(Session session, TlsState state, TlsConnection connection, Certificate? client)
    {
        var environment = session.Environment;
        var (used, possible) = connection.CipherBits;
        environment["FTPS"] = "1";
        environment["TLS_PROTOCOL"] = connection.VersionName;
        environment["TLS_SESSION_ID"] = Convert.ToHexString(connection.SessionId);
        environment["TLS_CIPHER"] = connection.CipherName;
        if (used < 56)
            environment["TLS_CIPHER_EXPORT"] = "1";
        environment["TLS_CIPHER_KEYSIZE_POSSIBLE"] = Number(possible);
        environment["TLS_CIPHER_KEYSIZE_USED"] = Number(used);
        environment["TLS_LIBRARY_VERSION"] = OpenSslLibrary.Version;
        if (state.ServerName is { } name)
            environment["TLS_SERVER_NAME"] = name;
        using var own = connection.OwnCertificate();
        if (own is not null)
            SetCertificate(state, environment, "TLS_SERVER_", own);
        if (client is not null)
            SetCertificate(state, environment, "TLS_CLIENT_", client);
    }

    static void SetCertificate(TlsState state, Dictionary<string, string> environment, string prefix, Certificate certificate)
    {
        var facts = CertificateFacts.Of(certificate);
        environment[prefix + "M_VERSION"] = Number(facts.Version);
        if (facts.ShortSerial is { } serial)
            environment[prefix + "M_SERIAL"] = serial;
        else
            state.Write("certificate serial number not printable");
        environment[prefix + "S_DN"] = certificate.Subject;
        environment[prefix + "I_DN"] = certificate.Issuer;
        foreach (var (name, value) in facts.SubjectParts)
            environment[$"{prefix}S_DN_{name}"] = Exported(value);
        foreach (var (name, value) in facts.IssuerParts)
            environment[$"{prefix}I_DN_{name}"] = Exported(value);
        environment[prefix + "V_START"] = certificate.NotBefore;
        environment[prefix + "V_END"] = certificate.NotAfter;
        environment[prefix + "A_SIG"] = certificate.SignatureAlgorithm;
        environment[prefix + "A_KEY"] = certificate.KeyAlgorithm;
    }

    static void SetCertificates(Session session, TlsState state, TlsConnection connection, Certificate? client)
    {
        using (var own = connection.OwnCertificate())
        {
            if (own is not null)
                Set(session, "TLS_SERVER_CERT", own);
        }
        if (client is null)
        {
            state.Write("unable to set client certificate environ variables: Client certificate unavailable");
            return;
        }
        Set(session, "TLS_CLIENT_CERT", client);
        var number = 0;
        foreach (var other in connection.PeerChain())
        {
            if (!other.SameAs(client))
                Set(session, $"TLS_CLIENT_CERT_CHAIN{Number(++number)}", other);
            other.Dispose();
        }
    }

    static void Set(Session session, string name, Certificate certificate)
    {
        var text = session.Environment[name] = certificate.ToPem();
        session.TextBlocks.Add(text);
    }

    /// <summary>Variables of the environment end at a NUL.</summary>
    static string Exported(string value) => value.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end ? value[..end] : value;

    static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
