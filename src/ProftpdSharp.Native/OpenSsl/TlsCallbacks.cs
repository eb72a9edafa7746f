using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>The C side of <see cref="TlsEvents"/>: static functions that find their connection through SSL ex_data.</summary>
static unsafe class TlsCallbacks
{
    const int ClientHelloSuccess = 1;
    const int ClientHelloError = 0;
    const int ClientHelloRetry = -1;
    const int AlpnOk = 0;
    const int AlpnNoAck = 3;
    const int VerifyErrorUnspecified = 1;

    static readonly int ConnectionIndex = LibCrypto.CRYPTO_get_ex_new_index(0, 0, 0, 0, 0, 0);

    /// <summary>Lets callbacks find <paramref name="connection"/>; the handle is weak because OpenSSL only calls back while somebody holds it.</summary>
    internal static GCHandle Attach(TlsConnection connection)
    {
        var handle = GCHandle.Alloc(connection, GCHandleType.Weak);
        if (LibSsl.SSL_set_ex_data(connection, ConnectionIndex, GCHandle.ToIntPtr(handle)) != 1)
        {
            handle.Free();
            throw new InvalidOperationException("OpenSSL has no memory");
        }
        return handle;
    }

    static TlsConnection Find(nint ssl) =>
        (TlsConnection)GCHandle.FromIntPtr(LibSsl.SSL_get_ex_data(ssl, ConnectionIndex)).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int ClientHello(nint ssl, int* alert, nint argument)
    {
        var connection = Find(ssl);
        try
        {
            var hello = HelloReader.Read(ssl);
            if (connection.Events.Suspends(connection, hello))
                return ClientHelloRetry;
            var answer = connection.Events.OnClientHello(connection, hello);
            *alert = (int)answer;
            return answer == TlsAlert.None ? ClientHelloSuccess : ClientHelloError;
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            *alert = (int)TlsAlert.InternalError;
            return ClientHelloError;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Verify(int accepted, nint storeContext)
    {
        var ssl = LibCrypto.X509_STORE_CTX_get_ex_data(storeContext, LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx());
        var connection = Find(ssl);
        try
        {
            var error = accepted != 0 ? 0 : LibCrypto.X509_STORE_CTX_get_error(storeContext);
            var certificate = LibCrypto.X509_STORE_CTX_get_current_cert(storeContext);
            var step = new VerifyStep(
                accepted != 0,
                error,
                MemoryBio.Text(LibCrypto.X509_verify_cert_error_string(error)),
                LibCrypto.X509_STORE_CTX_get_error_depth(storeContext),
                certificate == 0 ? "" : Certificate.NameText(LibCrypto.X509_get_subject_name(certificate)),
                certificate == 0 ? "" : Certificate.NameText(LibCrypto.X509_get_issuer_name(certificate)));
            var decided = connection.Events.OnVerify(step);
            if (decided == 0 && connection.Events.JudgesTrusted)
                decided = Judge(connection, storeContext, step.Depth);
            if (decided != error)
            {
                LibCrypto.X509_STORE_CTX_set_error(storeContext, decided);
            }
            return decided == 0 ? 1 : 0;
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            LibCrypto.X509_STORE_CTX_set_error(storeContext, VerifyErrorUnspecified);
            return 0;
        }
    }

    static int Judge(TlsConnection connection, nint storeContext, int depth)
    {
        using var certificate = Certificate.Borrow(LibCrypto.X509_STORE_CTX_get_current_cert(storeContext));
        using var issuer = Certificate.Borrow(LibCrypto.X509_STORE_CTX_get0_current_issuer(storeContext));
        return certificate is null || issuer is null ? 0 : connection.Events.OnTrusted(depth, certificate, issuer);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int NewSession(nint ssl, nint session)
    {
        var connection = Find(ssl);
        try
        {
            // OpenSSL lends its reference: 1 means that we keep it.
            _ = LibSsl.SSL_SESSION_up_ref(session);
            var owned = new TlsSession(session);
            if (!connection.Events.OnNewSession(owned))
            {
                owned.Dispose();
            }
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
        }
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static nint FindSession(nint ssl, byte* id, int length, int* copy)
    {
        // 1 lets OpenSSL take a reference of its own.
        *copy = 1;
        var connection = Find(ssl);
        try
        {
            return connection.Events.FindSession(new ReadOnlySpan<byte>(id, length))?.Handle ?? 0;
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int SelectAlpn(nint ssl, byte** selected, byte* selectedLength, byte* offered, uint offeredLength, nint argument)
    {
        for (uint at = 0; at < offeredLength; at += 1u + offered[at])
        {
            var name = new ReadOnlySpan<byte>(offered + at + 1, Math.Min(offered[at], (int)(offeredLength - at - 1)));
            if (name.SequenceEqual("ftp"u8))
            {
                *selected = offered + at + 1;
                *selectedLength = (byte)name.Length;
                return AlpnOk;
            }
        }
        return AlpnNoAck;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static uint PreSharedKey(nint ssl, byte* identity, byte* key, uint capacity)
    {
        var connection = Find(ssl);
        try
        {
            var found = connection.Events.FindPreSharedKey(MemoryBio.Text(identity));
            if (found.IsEmpty || found.Length > capacity)
            {
                return 0;
            }
            found.CopyTo(new Span<byte>(key, (int)capacity));
            return (uint)found.Length;
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Info(nint ssl, int where, int value)
    {
        var connection = Find(ssl);
        try
        {
            connection.Events.OnInfo(connection, where, value);
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Message(int sent, int version, int contentType, byte* data, nuint length, nint ssl, nint argument)
    {
        var connection = Find(ssl);
        try
        {
            connection.Events.OnMessage(connection, sent != 0, version, contentType, new ReadOnlySpan<byte>(data, (int)length));
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Staple(nint ssl, nint argument)
    {
        const int Ok = 0;
        const int NoResponse = 3;
        var connection = Find(ssl);
        try
        {
            var response = connection.Events.StapledResponse(connection);
            if (response.IsEmpty)
                return NoResponse;
            // OpenSSL frees it.
            var copy = LibCrypto.CRYPTO_malloc((nuint)response.Length, 0, 0);
            response.CopyTo(new Span<byte>(copy, response.Length));
            return LibSsl.SSL_ctrl(connection, LibSsl.CtrlStatusResponse, response.Length, (nint)copy) == 1 ? Ok : NoResponse;
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            return NoResponse;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Secret(nint ssl, byte* line)
    {
        var connection = Find(ssl);
        try
        {
            connection.Events.OnSecret(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line));
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int TicketKey(nint ssl, byte* name, byte* iv, nint cipher, nint mac, int encrypt)
    {
        var connection = Find(ssl);
        try
        {
            return TicketCrypto.Prepare(connection.Events.TicketKeys, name, iv, cipher, mac, encrypt != 0);
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            return TicketCrypto.Failed;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int GenerateTicket(nint ssl, nint argument)
    {
        var connection = Find(ssl);
        try
        {
            fixed (byte* data = connection.Events.TicketAppData)
            {
                var session = LibSsl.SSL_get_session(connection);
                return LibSsl.SSL_SESSION_set1_ticket_appdata(session, data, (nuint)connection.Events.TicketAppData.Length);
            }
        }
        catch (Exception exception)
        {
            connection.Carry(exception);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int DecryptTicket(nint ssl, nint session, byte* keyName, nuint keyNameLength, int status, nint argument)
    {
        var connection = Find(ssl);
        connection.OffersTicket |= TicketCrypto.IsTicket(status);
        return TicketCrypto.Decide(status, connection.Version == TlsVersion.Tls13, connection.Events.RenewsTickets);
    }
}
