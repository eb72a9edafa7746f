using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ProftpdSharp.Native;

/// <summary>
/// crypt(3): every kind of password hash that the system's libcrypt knows. Slow on purpose, so it belongs on bounded workers.
/// </summary>
public static unsafe partial class Crypt
{
    /// <summary>struct crypt_data is 32768 bytes in libxcrypt and 131232 in the older library; it keeps secrets and is zeroed.</summary>
    const int DataSize = 128 * 1024 + 4096;

    /// <summary>
    /// Whether the password is the one that was hashed. Never true for an empty hash, a locked one ("!...", "*"), one of a kind that
    /// libcrypt does not know, or a password with NUL inside; hashes are compared in constant time.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> password, string hash)
    {
        if (hash.Length == 0)
            return false;
        var computed = Hash(password, hash);
        return computed.Ok && CryptographicOperations.FixedTimeEquals(ByteStrings.ToBytes(computed.Value), ByteStrings.ToBytes(hash));
    }

    /// <summary>
    /// The hash of a password; EINVAL when libcrypt does not know the kind of <paramref name="setting"/>, or for NUL inside.
    /// </summary>
    /// <param name="setting">Kind, cost and salt ("$6$salt"), or a whole hash.</param>
    public static Result<string> Hash(ReadOnlySpan<byte> password, string setting)
    {
        if (password.Contains((byte)0) || !ByteStrings.IsPassable(setting))
            return Errno.EINVAL;
        Span<byte> key = password.Length < 256 ? stackalloc byte[256] : new byte[password.Length + 1];
        password.CopyTo(key);
        key[password.Length] = 0;
        try
        {
            return Hash(key, setting, NativeMemory.AllocZeroed(DataSize));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    static Result<string> Hash(ReadOnlySpan<byte> terminated, string setting, void* data)
    {
        try
        {
            byte* text;
            fixed (byte* key = terminated)
                text = crypt_r(key, setting, data);
            // "*0" and "*1" are libcrypt's failure tokens: text that no hash can be.
            return text == null || *text == (byte)'*'
                ? Errno.EINVAL
                : ByteStrings.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(data, DataSize));
            NativeMemory.Free(data);
        }
    }

    [LibraryImport(Libraries.Crypt, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial byte* crypt_r(byte* key, string setting, void* data);
}
