using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Sessions;

namespace ProftpdSharp.Tls.Commands;

/// <summary>~/.tlslogin: certificates in PEM form whose holders may log in. The file is on the host, read by the server before the login.</summary>
static class DotLogin
{
    public static async Task<bool> MatchesAsync(Session session, TlsState state, Certificate certificate, string home)
    {
        var path = await PathOfAsync(session, home);
        var content = await session.Host.FileWorkers.Host.ReadAllAsync(path);
        if (!content.Ok)
        {
            // Upstream opens a directory, and finds no certificate in it.
            if (content.Error != Errno.EISDIR)
                state.Write($".tlslogin check: unable to open '{path}': {content.Error.Describe()}");
            return false;
        }
        var remote = CertificateFacts.Of(certificate).Signature;
        var matches = false;
        foreach (var local in PemFile.ParseCertificates(content.Value))
        {
            using (local)
            {
                matches |= CertificateFacts.Of(local).Signature.AsSpan().SequenceEqual(remote);
                if (!matches)
                    LogMismatch(state, local, certificate);
            }
        }
        return matches;
    }

    static async Task<string> PathOfAsync(Session session, string home)
    {
        var real = await session.Host.FileWorkers.Host.RealPathAsync(home);
        return $"{(real.Ok ? real.Value : home).TrimEnd('/')}/.tlslogin";
    }

    static void LogMismatch(TlsState state, Certificate local, Certificate remote)
    {
        state.Write(".tlslogin local/remote certificate MISMATCH");
        state.Write($".tlslogin local file certificate:\n{local.ToText()}");
        state.Write($".tlslogin remote client certificate:\n{remote.ToText()}");
    }
}
