using System.Net;
using System.Text;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// What TLSOptions dNSNameRequired, iPAddressRequired and CommonNameRequired compare after the handshake, where TLSVerifyClient is on: the names in
/// the client's certificate with the address that it connects from.
/// </summary>
static class PeerChecks
{
    const int DnsName = 2;
    const int IPAddressName = 7;

    public static bool Pass(Session session, TlsState state, TlsConnection connection)
    {
        if (state.Context!.Settings.Verification != ClientVerification.On)
            return true;
        var wanted = state.Options & (TlsOption.DnsNameRequired | TlsOption.IPAddressRequired | TlsOption.CommonNameRequired);
        if (wanted == TlsOption.None)
            return true;
        using var certificate = connection.PeerCertificate();
        if (certificate is null)
            return false;
        var facts = CertificateFacts.Of(certificate);
        return (!wanted.HasFlag(TlsOption.DnsNameRequired) || MatchesDns(session, state, facts))
            && (!wanted.HasFlag(TlsOption.IPAddressRequired) || MatchesAddress(session, state, facts))
            && (!wanted.HasFlag(TlsOption.CommonNameRequired) || MatchesCommonName(session, state, facts));
    }

    static bool MatchesDns(Session session, TlsState state, CertificateFacts facts)
    {
        foreach (var name in facts.AlternativeNames(DnsName))
        {
            var text = Encoding.Latin1.GetString(name);
            if (IsSpoof(state, "dNSName SAN", text))
                break;
            if (!text.Equals(session.RemoteName, StringComparison.OrdinalIgnoreCase))
                continue;
            state.Write($"client cert dNSName SAN matches remote name '{LogText.Sanitize(session.RemoteName)}'");
            return true;
        }
        state.Write($"client cert dNSName SANs do not match remote name '{LogText.Sanitize(session.RemoteName)}'");
        return false;
    }

    static bool MatchesAddress(Session session, TlsState state, CertificateFacts facts)
    {
        var remote = session.RemoteAddress;
        var matches = facts.AlternativeNames(IPAddressName).Where(bytes => bytes.Length is 4 or 16).Select(Unmapped).Any(remote.Equals);
        state.Write(matches
            ? $"client cert iPAddress SAN matches client IP '{remote}'"
            : $"client cert iPAddress SANs do not match client IP '{remote}'");
        return matches;
    }

    static bool MatchesCommonName(Session session, TlsState state, CertificateFacts facts)
    {
        foreach (var (_, name) in facts.SubjectParts.Where(part => part.Name == "CN"))
        {
            if (IsSpoof(state, "CommonName", name))
                break;
            if (!name.Equals(session.RemoteName, StringComparison.OrdinalIgnoreCase))
                continue;
            state.Write($"client cert CommonName matches client FQDN '{LogText.Sanitize(session.RemoteName)}'");
            return true;
        }
        state.Write($"client cert CommonName does not match client FQDN '{LogText.Sanitize(session.RemoteName)}'");
        return false;
    }

    /// <summary>A name that C would read to the NUL only: none of those after it counts either.</summary>
    static bool IsSpoof(TlsState state, string kind, string name)
    {
        if (!name.Contains('\0', StringComparison.Ordinal))
            return false;
        state.Write($"cert {kind} contains embedded NULs, rejecting as possible spoof attempt");
        state.Write($"suspicious {kind} value: '{LogText.Sanitize(name.Replace("\0", @"\x00", StringComparison.Ordinal))}'");
        return true;
    }

    static IPAddress Unmapped(byte[] bytes) => new IPAddress(bytes) is var address && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
