using System.Net;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// getaddrinfo(3): what the resolver says of a name, and nothing else. The runtime's look-up adds the addresses of all devices to those of the host's own name.
/// </summary>
public static unsafe partial class HostNames
{
    const int Stream = 1;

    /// <summary>The addresses of a name in the resolver's order, each once; none when the name has none. Blocks for as long as name servers take.</summary>
    /// <param name="name">A host name, or an address in any form that the C library knows (<c>127.1</c>, <c>0</c>).</param>
    public static IPAddress[] Addresses(string name)
    {
        if (name.Length == 0 || !ByteStrings.IsPassable(name))
            return [];
        var hints = new AddressInfo { Kind = Stream };
        AddressInfo* first;
        if (getaddrinfo(name, 0, &hints, &first) != 0)
            return [];
        try
        {
            var addresses = new List<IPAddress>();
            for (var info = first; info != null; info = info->Next)
            {
                if (SocketAddresses.Read(new ReadOnlySpan<byte>(info->Address, (int)info->Length)) is { } found && !addresses.Contains(found.Address))
                    addresses.Add(found.Address);
            }

            return [.. addresses];
        }
        finally
        {
            freeaddrinfo(first);
        }
    }

    /// <summary>struct addrinfo.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct AddressInfo
    {
        public int Flags;
        public int Family;
        public int Kind;
        public int Protocol;
        public uint Length;
        public void* Address;
        public byte* CanonicalName;
        public AddressInfo* Next;
    }

    [LibraryImport(Libraries.C, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int getaddrinfo(string name, nint service, AddressInfo* hints, AddressInfo** result);

    [LibraryImport(Libraries.C)]
    private static partial void freeaddrinfo(AddressInfo* result);
}
