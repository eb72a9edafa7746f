using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>SSL: one connection.</summary>
static unsafe partial class LibSsl
{
    internal const int CtrlTlsExtHostName = 55;
    internal const int CtrlStatusResponse = 71;
    internal const int CtrlSecureRenegotiation = 76;

    [LibraryImport(Library)]
    internal static partial nint SSL_new(TlsContext context);

    [LibraryImport(Library)]
    internal static partial void SSL_free(nint connection);

    [LibraryImport(Library)]
    internal static partial int SSL_set_fd(TlsConnection connection, int descriptor);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_rbio(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_wbio(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_ctrl(TlsConnection connection, int command, nint number, nint pointer);

    [LibraryImport(Library)]
    internal static partial nint SSL_ctrl(
        TlsConnection connection, int command, nint number, [MarshalUsing(typeof(Latin1StringMarshaller))] string text);

    [LibraryImport(Library)]
    internal static partial nint SSL_set_SSL_CTX(TlsConnection connection, TlsContext context);

    [LibraryImport(Library)]
    internal static partial ulong SSL_set_options(TlsConnection connection, ulong options);

    [LibraryImport(Library)]
    internal static partial ulong SSL_clear_options(TlsConnection connection, ulong options);

    [LibraryImport(Library)]
    internal static partial ulong SSL_get_options(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial void SSL_set_security_level(TlsConnection connection, int level);

    [LibraryImport(Library)]
    internal static partial int SSL_set_cipher_list(TlsConnection connection, [MarshalUsing(typeof(Latin1StringMarshaller))] string list);

    [LibraryImport(Library)]
    internal static partial void SSL_set_verify(TlsConnection connection, int mode, delegate* unmanaged[Cdecl]<int, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_set_verify_depth(TlsConnection connection, int depth);

    [LibraryImport(Library)]
    internal static partial int SSL_set_num_tickets(TlsConnection connection, nuint count);

    [LibraryImport(Library)]
    internal static partial int SSL_new_session_ticket(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_set_session_id_context(TlsConnection connection, byte* context, uint length);

    [LibraryImport(Library)]
    internal static partial void SSL_set_accept_state(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial void SSL_set_connect_state(TlsConnection connection);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int SSL_do_handshake(TlsConnection connection);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int SSL_read(TlsConnection connection, byte* buffer, int length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int SSL_write(TlsConnection connection, byte* buffer, int length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int SSL_shutdown(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_get_shutdown(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_get_error(TlsConnection connection, int result);

    [LibraryImport(Library)]
    internal static partial int SSL_pending(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_has_pending(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_is_init_finished(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_session_reused(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_version(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial byte* SSL_get_version(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_current_cipher(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial byte* SSL_CIPHER_get_name(nint cipher);

    [LibraryImport(Library)]
    internal static partial nint SSL_CIPHER_find(TlsConnection connection, byte* number);

    [LibraryImport(Library)]
    internal static partial byte* SSL_CIPHER_standard_name(nint cipher);

    [LibraryImport(Library)]
    internal static partial void SSL_set_psk_server_callback(
        TlsConnection connection, delegate* unmanaged[Cdecl]<nint, byte*, byte*, uint, uint> callback);

    [LibraryImport(Library)]
    internal static partial int SSL_CIPHER_get_bits(nint cipher, int* algorithmBits);

    [LibraryImport(Library)]
    internal static partial nint SSL_get1_peer_certificate(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_peer_cert_chain(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_certificate(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_verify_result(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial void SSL_get0_alpn_selected(TlsConnection connection, byte** protocol, uint* length);

    [LibraryImport(Library)]
    internal static partial int SSL_key_update(TlsConnection connection, int type);

    [LibraryImport(Library)]
    internal static partial int SSL_renegotiate(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_renegotiate_pending(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_set_ex_data(TlsConnection connection, int index, nint data);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_ex_data(nint connection, int index);

    [LibraryImport(Library)]
    internal static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(Library)]
    internal static partial int SSL_client_hello_get0_ext(nint connection, uint type, byte** data, nuint* length);

    [LibraryImport(Library)]
    internal static partial uint SSL_client_hello_get0_legacy_version(nint connection);

    [LibraryImport(Library)]
    internal static partial nuint SSL_client_hello_get0_session_id(nint connection, byte** id);

    [LibraryImport(Library)]
    internal static partial byte* SSL_state_string_long(nint connection);

    [LibraryImport(Library)]
    internal static partial byte* SSL_alert_type_string_long(int value);

    [LibraryImport(Library)]
    internal static partial byte* SSL_alert_desc_string_long(int value);
}
