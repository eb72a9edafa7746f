using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>SSL_CTX: what many connections share.</summary>
static unsafe partial class LibSsl
{
    internal const string Library = "libssl.so.3";

    internal const int CtrlExtraChainCert = 14;
    internal const int CtrlMode = 33;
    internal const int CtrlSessionCacheSize = 42;
    internal const int CtrlSessionCacheMode = 44;
    internal const int CtrlStatusCallback = 63;
    internal const int CtrlGroupsList = 92;
    internal const int CtrlSelectCurrentCert = 116;
    internal const int CtrlDhAuto = 118;
    internal const int CtrlMinProtocol = 123;
    internal const int CtrlMaxProtocol = 124;

    [LibraryImport(Library)]
    internal static partial nint TLS_method();

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_ctrl(TlsContext context, int command, nint number, nint pointer);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_ctrl(
        TlsContext context, int command, nint number, [MarshalUsing(typeof(Latin1StringMarshaller))] string text);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_set_options(TlsContext context, ulong options);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_clear_options(TlsContext context, ulong options);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_get_options(TlsContext context);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_security_level(TlsContext context, int level);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_get_security_level(TlsContext context);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_cipher_list(TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string list);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_ciphersuites(TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string list);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_get_ciphers(TlsContext context);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_certificate(TlsContext context, Certificate certificate);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_PrivateKey(TlsContext context, PrivateKey key);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_PrivateKey_file(
        TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string path, int type);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_certificate_chain_file(
        TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_default_passwd_cb(TlsContext context, delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_default_passwd_cb_userdata(TlsContext context, nint answer);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_check_private_key(TlsContext context);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set0_tmp_dh_pkey(TlsContext context, nint key);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_serverinfo_file(TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_load_verify_file(TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_load_verify_dir(TlsContext context, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_default_verify_paths(TlsContext context);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_get_cert_store(TlsContext context);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_add_client_CA(TlsContext context, Certificate certificate);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_verify(TlsContext context, int mode, delegate* unmanaged[Cdecl]<int, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_verify_depth(TlsContext context, int depth);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_set_timeout(TlsContext context, nint seconds);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_num_tickets(TlsContext context, nuint count);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_sess_set_new_cb(TlsContext context, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_sess_set_get_cb(TlsContext context, delegate* unmanaged[Cdecl]<nint, byte*, int, int*, nint> callback);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_session_ticket_cb(
        TlsContext context,
        delegate* unmanaged[Cdecl]<nint, nint, int> generate,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, int, nint, int> decrypt,
        nint argument);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_set_tlsext_ticket_key_evp_cb(
        TlsContext context, delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint, nint, int, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_client_hello_cb(
        TlsContext context, delegate* unmanaged[Cdecl]<nint, int*, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_alpn_select_cb(
        TlsContext context, delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_psk_server_callback(
        TlsContext context, delegate* unmanaged[Cdecl]<nint, byte*, byte*, uint, uint> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_info_callback(TlsContext context, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_callback_ctrl(TlsContext context, int command, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_keylog_callback(TlsContext context, delegate* unmanaged[Cdecl]<nint, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_msg_callback(
        TlsContext context, delegate* unmanaged[Cdecl]<int, int, int, byte*, nuint, nint, nint, void> callback);
}
