using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>SSL_SESSION: what a client can resume.</summary>
static unsafe partial class LibSsl
{
    [LibraryImport(Library)]
    internal static partial nint SSL_get_session(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial nint SSL_get1_session(TlsConnection connection);

    [LibraryImport(Library)]
    internal static partial int SSL_set_session(TlsConnection connection, TlsSession session);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_up_ref(nint session);

    [LibraryImport(Library)]
    internal static partial void SSL_SESSION_free(nint session);

    [LibraryImport(Library)]
    internal static partial int i2d_SSL_SESSION(nint session, byte** data);

    [LibraryImport(Library)]
    internal static partial nint d2i_SSL_SESSION(nint session, byte** data, nint length);

    [LibraryImport(Library)]
    internal static partial byte* SSL_SESSION_get_id(nint session, uint* length);

    [LibraryImport(Library)]
    internal static partial nint SSL_SESSION_get_time(nint session);

    [LibraryImport(Library)]
    internal static partial nint SSL_SESSION_get_timeout(nint session);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_has_ticket(nint session);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_is_resumable(nint session);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_get_protocol_version(nint session);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_set1_ticket_appdata(nint session, byte* data, nuint length);

    [LibraryImport(Library)]
    internal static partial int SSL_SESSION_get0_ticket_appdata(nint session, byte** data, nuint* length);
}
