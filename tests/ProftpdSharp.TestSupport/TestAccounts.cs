using System.Globalization;
using Mono.Unix.Native;

namespace ProftpdSharp.TestSupport;

/// <summary>One line of an AuthUserFile.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Uid">Fixed user id; nothing on the host owns it.</param>
/// <param name="Gid">Primary group id.</param>
/// <param name="Home">Home directory on the host.</param>
/// <param name="Shell">Login shell; /bin/bash is in /etc/shells, /bin/wrong is not.</param>
/// <param name="PasswordField">The password field: a crypt(3) hash, or anything else that must not log in.</param>
public sealed record Account(string Name, uint Uid, uint Gid, string Home, string Shell, string PasswordField);

/// <summary>One line of an AuthGroupFile.</summary>
/// <param name="Name">Group name.</param>
/// <param name="Gid">Group id.</param>
/// <param name="Members">Names of supplementary members.</param>
public sealed record AccountGroup(string Name, uint Gid, params string[] Members);

/// <summary>Users and groups for one server, written as the files that AuthUserFile and AuthGroupFile name.</summary>
public sealed class TestAccounts
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "secret";

    static readonly Lazy<Task<string>> SharedHash = new(() => HashAsync(Password));

    /// <summary>All users.</summary>
    public required IReadOnlyList<Account> Users { get; init; }

    /// <summary>All groups.</summary>
    public required IReadOnlyList<AccountGroup> Groups { get; init; }

    /// <summary>
    /// The usual people. alice and bob are ordinary (alice is also in staff and trusted, bob in staff); carol's shell is not in
    /// /etc/shells; root has uid 0; ftp is the anonymous user; nopass has an empty password field; locked has <c>!</c>; homeless has no home directory.
    /// </summary>
    /// <param name="homes">The directory that holds the home directories.</param>
    public static async Task<TestAccounts> StandardAsync(string homes)
    {
        var hash = await SharedHash.Value;
        Account Person(string name, uint id, string shell = "/bin/bash", string? field = null) =>
            new(name, id, id, $"{homes}/{name}", shell, field ?? hash);
        return new TestAccounts
        {
            Users =
            [
                Person("alice", 60001), Person("bob", 60002), Person("carol", 60003, "/bin/wrong"),
                Person("nopass", 60004, field: ""), Person("locked", 60005, field: "!"), Person("ftp", 60009),
                new Account("homeless", 60006, 60006, $"{homes}/missing", "/bin/bash", hash),
                new Account("root", 0, 0, $"{homes}/root", "/bin/bash", hash),
            ],
            Groups =
            [
                new("root", 0), new("alice", 60001), new("bob", 60002), new("carol", 60003), new("nopass", 60004),
                new("locked", 60005), new("homeless", 60006), new("ftp", 60009), new("staff", 60010, "alice", "bob"), new("trusted", 60011, "alice"),
            ],
        };
    }

    /// <summary>The SHA-512 crypt hash of a password, made by <c>openssl passwd -6</c>.</summary>
    public static async Task<string> HashAsync(string password)
    {
        var result = await CommandRunner.RunAsync("openssl", ["passwd", "-6", "-stdin"], password + "\n");
        return result.EnsureSuccess().Output.TrimEnd();
    }

    /// <summary>Writes <c>passwd</c> and <c>group</c> (0600, owned by the caller) into an existing directory.</summary>
    public void Write(string directory)
    {
        WritePrivate($"{directory}/passwd", Users.Select(UserLine));
        WritePrivate($"{directory}/group", Groups.Select(GroupLine));
    }

    /// <summary>The name of a user id in these files, or the number.</summary>
    public string UserName(uint uid) =>
        Users.FirstOrDefault(user => user.Uid == uid)?.Name ?? uid.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of a group id in these files, or the number.</summary>
    public string GroupName(uint gid) =>
        Groups.FirstOrDefault(group => group.Gid == gid)?.Name ?? gid.ToString(CultureInfo.InvariantCulture);

    static string UserLine(Account user) =>
        string.Create(CultureInfo.InvariantCulture, $"{user.Name}:{user.PasswordField}:{user.Uid}:{user.Gid}::{user.Home}:{user.Shell}");

    static string GroupLine(AccountGroup group) =>
        string.Create(CultureInfo.InvariantCulture, $"{group.Name}:x:{group.Gid}:{string.Join(',', group.Members)}");

    static void WritePrivate(string path, IEnumerable<string> lines)
    {
        File.WriteAllLines(path, lines);
        if (Syscall.chmod(path, FilePermissions.S_IRUSR | FilePermissions.S_IWUSR) != 0)
            throw new IOException($"chmod {path}: {Stdlib.GetLastError()}");
    }
}
