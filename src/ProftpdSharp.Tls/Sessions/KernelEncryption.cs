using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// Downloads that the kernel encrypts: their bytes go from the file to the network without passing through the server. Only for files that are sent as
/// they are; everything else gains nothing by it. The trace channel <c>tls</c> says of each data connection whether it is so, and why not.
/// </summary>
static class KernelEncryption
{
    /// <summary>Before the handshake: offers the connection to the kernel; otherwise why not.</summary>
    /// <param name="state">The session's settings.</param>
    /// <param name="connection">The data connection.</param>
    /// <param name="sendsFile">A file goes to the client as it is.</param>
    public static string? Offer(TlsState state, TlsConnection connection, bool sendsFile)
    {
        var obstacle = Obstacle(state, sendsFile);
        if (obstacle is null)
            connection.OfferToKernel();
        return obstacle;
    }

    /// <summary>After the handshake: whether the kernel took it.</summary>
    /// <param name="session">Whose trace.</param>
    /// <param name="connection">The data connection.</param>
    /// <param name="obstacle">What <see cref="Offer"/> said.</param>
    public static bool Judge(Session session, TlsConnection connection, string? obstacle)
    {
        var isTaken = connection.KernelEncrypts;
        session.Log.Trace("tls", 9, isTaken
            ? $"the kernel encrypts this data connection ({connection.VersionName}, {connection.CipherName})"
            : $"the kernel does not encrypt this data connection: {obstacle ?? $"not with {connection.VersionName}, {connection.CipherName}"}");
        return isTaken;
    }

    static string? Obstacle(TlsState state, bool sendsFile)
    {
        if (!sendsFile)
            return "no file is sent as it is, with UseSendfile";
        if (state.Context!.Settings.Renegotiation.DataBytes is not null || state.Options.HasFlag(TlsOption.AllowClientRenegotiations))
            return "its keys may change";
        if (state.Options.HasFlag(TlsOption.EnableDiags))
            return "EnableDiags tells of each record";
        return KernelTls.IsLoaded ? null : "the kernel module 'tls' is not loaded";
    }
}
