using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Logs;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>mod_tls at the beginning and the end of a session, implicit TLS, FEAT and HOST.</summary>
static class SecuritySession
{
    const string NoCertificates =
        "no TLSRSACertificateFile, TLSDSACertificateFile, TLSECCertificateFile, or TLSPKCS12File configured; unable to handle SSL/TLS connections";

    public static readonly Feature Feature = new("TLS session");

    static SecuritySession()
    {
        Feature.SessionStart(BeginAsync);
        Feature.SessionEnd(End);
        Feature.Feat(Announce);
    }

    static async ValueTask BeginAsync(Session session)
    {
        var state = session.State(TlsState.Key);
        // SNI led here: everything is set up already.
        if (state.OnControl)
            return;
        SessionSettings.Read(session, state);
        state.Log?.Close();
        state.Log = null;
        if (!state.Engine)
            return;
        if (Trial.IsOn(session))
        {
            state.IsAssumed = state.HasMechanism = true;
            state.ProtectsData = state.Required.Data != DataRequirement.Forbidden;
            return;
        }
        state.Log = await TlsLog.OpenAsync(session);
        session.State(TransferState.Key).Masquerade = MasqueradeAddress;
        if (!await LoadContextsAsync(session, state))
            return;
        DropNameChecks(session, state);
        if (state.Options.HasFlag(TlsOption.EnableDiags))
            state.Write("TLSOption EnableDiags enabled, setting diagnostics callback");
        if (state.Options.HasFlag(TlsOption.UseImplicitSsl))
            await BeginImplicitAsync(session, state);
    }

    static async ValueTask<bool> LoadContextsAsync(Session session, TlsState state)
    {
        var main = session.Configuration.Main.Root;
        var contexts = session.Host.State(TlsProcess.Key).ContextsOf(session.Configuration);
        state.Context = await contexts.GetAsync(ContextSettings.Of(session.Server.Root, main));
        if (state.Context.Failure is { } failure)
        {
            state.Write("error initializing OpenSSL context for this session");
            session.Log.Notice($"{Upstream.Label}: {failure}");
            session.Log.Notice("mod_tls.c: error initializing session: Operation not permitted");
            session.End(DisconnectReason.Module, "TLS initialization failed");
            return false;
        }
        session.Log.Debug(8, $"{Upstream.Label}: supporting {ProtocolText(state.Context.Settings.Protocols)}");
        foreach (var remark in state.Context.Remarks)
            state.Write(remark);
        foreach (var complaint in state.Context.PreSharedKeys.Complaints)
            session.Log.Debug(2, $"{Upstream.Label}: {complaint}");
        if (session.Server.Root.Get(Extensions.TlsCryptoDevice) is not null)
            state.Write("TLSCryptoDevice not supported by OpenSSL");
        if (!state.Context.Settings.HasCertificate)
        {
            state.Write(NoCertificates);
            // Upstream's two texts differ by a comma.
            session.Log.Notice($"{Upstream.Label}: {NoCertificates.Replace(", or ", " or ", StringComparison.Ordinal)}");
        }
        // SNI may lead to any of these in the middle of a handshake, when nothing may wait for files.
        var named = ServerSelection.Named(session.Configuration, session.Addresses.Local);
        foreach (var server in named.Where(server => server.Root.Get(Engine.TlsEngine)))
            await contexts.GetAsync(ContextSettings.Of(server.Root, main));
        return true;
    }

    /// <summary>Without reverse DNS there is no name to compare a certificate with.</summary>
    static void DropNameChecks(Session session, TlsState state)
    {
        if (session.Configuration.Process.Get(LanguageDirectives.UseReverseDns))
            return;
        if (state.Options.HasFlag(TlsOption.DnsNameRequired))
            state.Write("reverse DNS off, disabling TLSOption dNSNameRequired");
        if (state.Options.HasFlag(TlsOption.CommonNameRequired))
            state.Write("reverse DNS off, disabling TLSOption CommonNameRequired");
        state.Options &= ~(TlsOption.DnsNameRequired | TlsOption.CommonNameRequired);
    }

    /// <summary><c>TLSv1.2, TLSv1.3 protocols</c>, or <c>TLSv1.3 protocol only</c>.</summary>
    static string ProtocolText(ProtocolSet set)
    {
        var names = Protocols.Names(set);
        return names.Contains(',', StringComparison.Ordinal) ? $"{names} protocols" : $"{names} protocol only";
    }

    static async ValueTask BeginImplicitAsync(Session session, TlsState state)
    {
        state.Write("TLSOption UseImplicitSSL in effect, starting SSL/TLS handshake");
        if (!state.Context!.Settings.HasCertificate || !await ControlHandshake.AcceptAsync(session, state))
        {
            state.Write("implicit SSL/TLS negotiation failed on control channel");
            await ControlHandshake.RefuseAsync(session);
            return;
        }
        DataProtection.Set(session, state, state.Required.Data != DataRequirement.Forbidden);
    }

    static System.Net.IPAddress? MasqueradeAddress(Session session) =>
        session.Protocol == "ftps" ? session.Server.Root.Get(Masquerade.TlsMasqueradeAddress) : null;

    static void End(Session session)
    {
        var state = session.State(TlsState.Key);
        state.Rekeying?.Dispose();
        // Now, while the log is still there to tell how it went.
        state.Control?.TryCloseNotify();
        if (state.Log is { } log)
        {
            if (state.Options.HasFlag(TlsOption.EnableDiags))
                Diagnostics.LogTotals(log, state.Totals);
            log.Close();
        }
        state.Resumable?.Dispose();
    }

    static IEnumerable<string> Announce(Session session) =>
        session.State(TlsState.Key).Announced ? ["AUTH TLS", "CCC", "PBSZ", "PROT", "SSCN"] : [];
}
