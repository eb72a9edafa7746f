namespace ProftpdSharp.Native;

/// <summary>The kernel's own TLS (kTLS), which takes over the records of a connection after the handshake.</summary>
public static class KernelTls
{
    /// <summary>
    /// Whether the kernel module <c>tls</c> is there. It is looked at and not tried: trying would load it, and that is for the administrator to decide.
    /// </summary>
    public static bool IsLoaded
    {
        get
        {
            var file = Files.Open("/proc/sys/net/ipv4/tcp_available_ulp", OpenFlags.ReadOnly);
            if (!file.Ok)
                return false;
            using var descriptor = file.Value;
            Span<byte> names = stackalloc byte[256];
            var read = Files.Read(descriptor, names);
            return read.Ok && Array.IndexOf(ByteStrings.FromBytes(names[..read.Value]).Split([' ', '\n']), "tls") >= 0;
        }
    }
}
