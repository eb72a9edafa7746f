using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Text;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Hands a byte string (char 0..255 = byte) to C with a closing NUL.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedIn, typeof(Latin1Marshaller))]
static unsafe class Latin1Marshaller
{
    public static byte* ConvertToUnmanaged(string managed)
    {
        var bytes = (byte*)NativeMemory.Alloc((nuint)managed.Length + 1);
        Encoding.Latin1.GetBytes(managed, new Span<byte>(bytes, managed.Length));
        bytes[managed.Length] = 0;
        return bytes;
    }

    public static void Free(byte* unmanaged) => NativeMemory.Free(unmanaged);
}
