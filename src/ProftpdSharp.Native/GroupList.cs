using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>The groups of a user, through NSS. A look-up can take long (LDAP, SSSD), so it belongs on a thread of its own.</summary>
public static unsafe partial class GroupList
{
    /// <summary>NGROUPS_MAX of Linux: setgroups takes no more.</summary>
    const int Most = 65536;

    /// <summary>getgrouplist(3): <paramref name="gid"/> and every group that has the user as a member.</summary>
    public static uint[] Of(string user, uint gid)
    {
        if (!ByteStrings.IsPassable(user))
            return [gid];
        for (var size = 64; ; size = Math.Min(size * 4, Most))
        {
            var groups = new uint[size];
            var count = size;
            int result;
            fixed (uint* room = groups)
                result = getgrouplist(user, gid, room, &count);
            if (result != -1)
                return groups[..count];
            if (size == Most)
                return groups;
        }
    }

    [LibraryImport(Libraries.C, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int getgrouplist(string user, uint gid, uint* groups, int* count);
}
