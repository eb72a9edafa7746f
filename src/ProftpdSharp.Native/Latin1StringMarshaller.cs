using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native;

/// <summary>
/// Passes a byte string (see <see cref="ByteStrings"/>) to C as a NUL-terminated char*, on the stack when it is short.
/// A string with NUL inside would be cut short by C, so it is refused: callers that can meet one ask
/// <see cref="ByteStrings.IsPassable"/> first and answer EINVAL.
/// </summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedIn, typeof(ManagedToUnmanagedIn))]
public static unsafe class Latin1StringMarshaller
{
    public ref struct ManagedToUnmanagedIn
    {
        public static int BufferSize => 256;

        byte* _text;
        bool _allocated;

        /// <exception cref="ArgumentException">NUL or a char above 255.</exception>
        public void FromManaged(string? managed, Span<byte> buffer)
        {
            if (managed is null)
                return;
            if (!ByteStrings.IsPassable(managed))
                throw new ArgumentException("C cannot take this string: it has NUL or a char above 255.", nameof(managed));
            if (managed.Length >= buffer.Length)
            {
                buffer = new Span<byte>(NativeMemory.Alloc((nuint)managed.Length + 1), managed.Length + 1);
                _allocated = true;
            }
            _text = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer));
            _text[ByteStrings.Write(managed, buffer)] = 0;
        }

        public readonly byte* ToUnmanaged() => _text;

        public readonly void Free()
        {
            if (_allocated)
                NativeMemory.Free(_text);
        }
    }
}
