using System.Diagnostics;
using System.Text;
using Mono.Unix.Native;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Builds the files of a scenario below a server's directory, and describes them afterwards.</summary>
sealed class FixtureTree(string root, TestAccounts accounts)
{
    const int LongestShownContent = 200;

    /// <summary>Removes everything under the top directories that the entries name, and makes the entries anew.</summary>
    public void Rebuild(IReadOnlyList<FixtureEntry> entries)
    {
        foreach (var top in entries.Select(entry => entry.Path.Split('/')[0]).Distinct())
        {
            HostFiles.RemoveTree($"{root}/{top}");
            Directory.CreateDirectory($"{root}/{top}");
        }
        foreach (var entry in entries)
            Make(entry);
        // Backwards, because making an entry touches the directory it is in.
        foreach (var entry in entries.Reverse())
            Touch(entry);
    }

    /// <summary>A file as <c>-rw-r--r-- alice:alice 5 "hello"</c>, a link as <c>-> target</c>, or <c>absent</c>.</summary>
    public string Describe(string path)
    {
        var full = $"{root}/{path}";
        if (Syscall.lstat(full, out var stat) != 0)
            return "absent";
        if ((stat.st_mode & FilePermissions.S_IFMT) == FilePermissions.S_IFLNK)
            return "-> " + new FileInfo(full).LinkTarget;
        var owner = $"{Permissions(stat.st_mode)} {accounts.UserName(stat.st_uid)}:{accounts.GroupName(stat.st_gid)}";
        return (stat.st_mode & FilePermissions.S_IFMT) == FilePermissions.S_IFDIR ? owner : $"{owner} {Content(full)}";
    }

    /// <summary>A file's modification time, UTC, as 20200102030405.</summary>
    public string ModifiedAt(string path) => File.GetLastWriteTimeUtc($"{root}/{path}").ToString("yyyyMMddHHmmss");

    void Make(FixtureEntry entry)
    {
        var path = FullPath(entry);
        if (entry.Target is not null)
        {
            File.CreateSymbolicLink(path, entry.Target);
            return;
        }
        if (entry.IsDirectory)
            Directory.CreateDirectory(path);
        else
            File.WriteAllBytes(path, Filled(entry.Content ?? []));
        var user = accounts.Users.First(account => account.Name == entry.Owner);
        var group = accounts.Groups.First(candidate => candidate.Name == entry.Group);
        Check(Syscall.lchown(path, user.Uid, group.Gid), path);
        Check(Syscall.chmod(path, (FilePermissions)entry.Mode), path);
        if (entry.Access?.Split(':') is [var name, var rights])
            Grant(path, accounts.Users.First(account => account.Name == name).Uid, rights);
    }

    static void Grant(string path, uint uid, string rights)
    {
        using var setfacl = Process.Start("/usr/bin/setfacl", ["-m", $"u:{uid}:{rights}", path]);
        setfacl.WaitForExit();
        Check(setfacl.ExitCode, path);
    }

    void Touch(FixtureEntry entry)
    {
        if (entry.Target is not null)
            TouchLink(entry);
        else if (entry.IsDirectory)
            Directory.SetLastWriteTimeUtc(FullPath(entry), entry.Modified);
        else
            File.SetLastWriteTimeUtc(FullPath(entry), entry.Modified);
    }

    void TouchLink(FixtureEntry entry)
    {
        var seconds = new DateTimeOffset(entry.Modified).ToUnixTimeSeconds();
        Timespec[] times = [new() { tv_sec = seconds }, new() { tv_sec = seconds }];
        Check(Syscall.utimensat(Syscall.AT_FDCWD, FullPath(entry), times, AtFlags.AT_SYMLINK_NOFOLLOW), entry.Path);
    }

    byte[] Filled(byte[] content) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("{ROOT}", root, StringComparison.Ordinal));

    string FullPath(FixtureEntry entry) => $"{root}/{entry.Path.TrimEnd('/')}";

    static string Content(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (TestPattern.Describe(bytes) is { } pattern)
            return $"{bytes.Length} {pattern}";
        var text = Escapes.Encode(System.Text.Encoding.Latin1.GetString(bytes)).Replace("\"", "\\\"");
        return text.Length > LongestShownContent ? $"{bytes.Length} long" : $"{bytes.Length} \"{text}\"";
    }

    static string Permissions(FilePermissions mode)
    {
        const string Letters = "rwxrwxrwx";
        var text = (mode & FilePermissions.S_IFMT) == FilePermissions.S_IFDIR ? "d" : "-";
        for (var bit = 0; bit < 9; bit++)
            text += ((uint)mode >> (8 - bit) & 1) == 1 ? Letters[bit] : '-';
        var special = (uint)mode >> 9 & 7;
        return special == 0 ? text : $"{text}+{special}";
    }

    static void Check(int result, string path)
    {
        if (result != 0)
            throw new IOException($"{path}: {Stdlib.GetLastError()}");
    }
}
