using System.Text;
using Mono.Unix.Native;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Authentication;

/// <summary>
/// The users and groups of the system, through NSS. A look-up can take long (LDAP, SSSD): while serving it belongs on
/// <see cref="Sessions.ServerHost.NameWorkers"/>. Mono.Posix speaks UTF-8; names that are not are unknown here, as no system makes such users.
/// </summary>
public static class SystemAccounts
{
    public static UserEntry? FindUser(string name)
    {
        var entry = new Passwd();
        return ToUtf16(name) is { } text && Syscall.getpwnam_r(text, entry, out var found) == 0 ? ToUser(found) : null;
    }

    public static UserEntry? FindUser(uint uid)
    {
        var entry = new Passwd();
        return Syscall.getpwuid_r(uid, entry, out var found) == 0 ? ToUser(found) : null;
    }

    public static GroupEntry? FindGroup(string name)
    {
        var entry = new Group();
        return ToUtf16(name) is { } text && Syscall.getgrnam_r(text, entry, out var found) == 0 ? ToGroup(found) : null;
    }

    public static GroupEntry? FindGroup(uint gid)
    {
        var entry = new Group();
        return Syscall.getgrgid_r(gid, entry, out var found) == 0 ? ToGroup(found) : null;
    }

    /// <summary>The password field of passwd(5), for systems without shadow; null when there is no such user.</summary>
    public static string? FindHash(string name)
    {
        var entry = new Passwd();
        return ToUtf16(name) is { } text && Syscall.getpwnam_r(text, entry, out var found) == 0 && found is not null
            ? ToBytes(found.pw_passwd)
            : null;
    }

    static UserEntry? ToUser(Passwd? entry) => entry is null
        ? null
        : new UserEntry(ToBytes(entry.pw_name), entry.pw_uid, entry.pw_gid, ToBytes(entry.pw_dir), ToBytes(entry.pw_shell));

    static GroupEntry? ToGroup(Group? entry) => entry is null
        ? null
        : new GroupEntry(ToBytes(entry.gr_name), entry.gr_gid, [.. (entry.gr_mem ?? []).Select(ToBytes)]);

    static string? ToUtf16(string byteString)
    {
        if (byteString.Length == 0 || !ByteStrings.IsPassable(byteString))
            return null;
        var text = Encoding.UTF8.GetString(ByteStrings.ToBytes(byteString));
        return text.Contains('\ufffd') ? null : text;
    }

    static string ToBytes(string? text) => ByteStrings.FromBytes(Encoding.UTF8.GetBytes(text ?? ""));
}
