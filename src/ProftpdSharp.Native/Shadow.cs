using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ProftpdSharp.Native;

/// <summary>A row of the shadow database, shadow(5). Days count from 1970-01-01; -1 stands for an empty field.</summary>
/// <param name="Hash">For crypt(3); may be empty, "*" or begin with "!".</param>
/// <param name="LastChange">Day of the last change; 0 asks for a change at the next login.</param>
/// <param name="Minimum">Days before the password may be changed again.</param>
/// <param name="Maximum">Days after which it must be changed.</param>
/// <param name="Warning">Days of warning before that.</param>
/// <param name="Inactive">Days after that during which it is still accepted.</param>
/// <param name="Expires">Day on which the account ends.</param>
public sealed record ShadowEntry(
    string Name, string Hash, long LastChange, long Minimum, long Maximum, long Warning, long Inactive, long Expires)
{
    /// <summary>Without the hash, so that it reaches no log.</summary>
    public override string ToString() => $"shadow entry of {Name}";
}

/// <summary>
/// The shadow database of the system, through NSS. A look-up can take long (LDAP, SSSD), so it belongs on a thread of its own.
/// </summary>
public static unsafe partial class Shadow
{
    const int MostRoom = 1 << 20;

    /// <summary>getspnam_r(3): ENOENT when there is no such user, EACCES when only root may read.</summary>
    public static Result<ShadowEntry> Find(string name)
    {
        if (name.Length == 0 || !ByteStrings.IsPassable(name))
            return Errno.ENOENT;
        for (var size = 4096; ; size *= 4)
        {
            var found = Find(name, size);
            if (found.Error != Errno.ERANGE || size >= MostRoom)
                return found;
        }
    }

    static Result<ShadowEntry> Find(string name, int size)
    {
        var room = new Span<byte>(NativeMemory.Alloc((nuint)size), size);
        try
        {
            Entry entry;
            Entry* found;
            fixed (byte* bytes = room)
            {
                var error = (Errno)getspnam_r(name, &entry, bytes, (nuint)size, &found);
                if (error != Errno.None)
                    return error;
                return found == null ? Errno.ENOENT : entry.ToShadowEntry();
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room);
            NativeMemory.Free(System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(room)));
        }
    }

    /// <summary>struct spwd.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 72)]
    struct Entry
    {
        [FieldOffset(0)] public byte* Name;
        [FieldOffset(8)] public byte* Hash;
        [FieldOffset(16)] public long LastChange;
        [FieldOffset(24)] public long Minimum;
        [FieldOffset(32)] public long Maximum;
        [FieldOffset(40)] public long Warning;
        [FieldOffset(48)] public long Inactive;
        [FieldOffset(56)] public long Expires;

        public readonly ShadowEntry ToShadowEntry() =>
            new(Text(Name), Text(Hash), LastChange, Minimum, Maximum, Warning, Inactive, Expires);

        static string Text(byte* text) => ByteStrings.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
    }

    [LibraryImport(Libraries.C, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int getspnam_r(string name, Entry* entry, byte* room, nuint size, Entry** found);
}
