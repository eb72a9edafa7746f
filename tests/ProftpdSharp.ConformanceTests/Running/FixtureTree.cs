using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mono.Unix;
using Mono.Unix.Native;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>
/// Builds the files of a scenario below a server's directory, and describes them afterwards. Names are bytes, a char for a byte; .NET cannot say those that
/// are no UTF-8, so every call goes through Mono.Unix, whose strings can.
/// </summary>
sealed class FixtureTree(string root, TestAccounts accounts)
{
    const int LongestShownContent = 200;

    /// <summary>UTIME_OMIT: the time of the last access stays.</summary>
    static readonly Timespec Unchanged = new() { tv_nsec = (1 << 30) - 2 };

    const long LongestReadContent = 1 << 26;

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
        var full = FullPath(path);
        if (Syscall.lstat(full, out var stat) != 0)
            return "absent";
        if (IsKind(stat, FilePermissions.S_IFLNK))
            return "-> " + Escapes.Encode(Bytes(UnixPath.ReadLink(full)));
        var owner = $"{Permissions(stat.st_mode)} {accounts.UserName(stat.st_uid)}:{accounts.GroupName(stat.st_gid)}";
        return IsKind(stat, FilePermissions.S_IFREG) ? $"{owner} {Content(full)}" : owner;
    }

    /// <summary>A file's modification time, UTC, as 20200102030405; that of a link itself.</summary>
    public string ModifiedAt(string path) =>
        Syscall.lstat(FullPath(path), out var stat) == 0 ? $"{DateTimeOffset.FromUnixTimeSeconds(stat.st_mtime):yyyyMMddHHmmss}" : "absent";

    /// <summary>The paths of everything below a directory, sorted.</summary>
    public IReadOnlyList<string> Below(string path) => [.. Walk(path).Order(StringComparer.Ordinal)];

    IEnumerable<string> Walk(string path)
    {
        foreach (var entry in new UnixDirectoryInfo(FullPath(path)).GetFileSystemEntries())
        {
            var inner = $"{path}/{Bytes(entry.Name)}";
            yield return inner;
            if (Syscall.lstat(FullPath(inner), out var stat) != 0 || !IsKind(stat, FilePermissions.S_IFDIR))
                continue;
            foreach (var deeper in Walk(inner))
                yield return deeper;
        }
    }

    void Make(FixtureEntry entry)
    {
        var path = FullPath(entry.Path);
        if (entry.Target is not null)
        {
            Check(Syscall.symlink(Spelled(entry.Target), path), path);
            return;
        }
        if (entry.IsDirectory)
            MakeDirectory(entry.Path);
        else
            Write(path, Filled(entry.Content ?? []), entry.Hole);
        if (entry.Memory is not null)
            Run("/bin/mount", "-t", "tmpfs", "-o", entry.Memory, "none", path);
        var user = accounts.Users.First(account => account.Name == entry.Owner);
        var group = accounts.Groups.First(candidate => candidate.Name == entry.Group);
        Check(Syscall.lchown(path, user.Uid, group.Gid), path);
        Check(Syscall.chmod(path, (FilePermissions)entry.Mode), path);
        if (entry.Access?.Split(':') is [var name, var rights])
            Grant(path, accounts.Users.First(account => account.Name == name).Uid, rights);
    }

    static void Grant(string path, uint uid, string rights) => Run("/usr/bin/setfacl", "-m", $"u:{uid}:{rights}", path);

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"{program} {string.Join(' ', arguments)}: status {process.ExitCode}");
    }

    void MakeDirectory(string path)
    {
        if (Syscall.mkdir(FullPath(path), FilePermissions.ACCESSPERMS) == 0 || Stdlib.GetLastError() == Errno.EEXIST)
            return;
        MakeDirectory(path.TrimEnd('/')[..path.TrimEnd('/').LastIndexOf('/')]);
        Check(Syscall.mkdir(FullPath(path), FilePermissions.ACCESSPERMS), path);
    }

    static void Write(string path, byte[] content, long hole)
    {
        using var file = Open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC);
        RandomAccess.SetLength(file, hole);
        RandomAccess.Write(file, content, hole);
    }

    void Touch(FixtureEntry entry)
    {
        var seconds = new DateTimeOffset(entry.Modified).ToUnixTimeSeconds();
        Timespec[] times = [entry.Target is null ? Unchanged : new() { tv_sec = seconds }, new() { tv_sec = seconds }];
        Check(Syscall.utimensat(Syscall.AT_FDCWD, FullPath(entry.Path), times, AtFlags.AT_SYMLINK_NOFOLLOW), entry.Path);
    }

    byte[] Filled(byte[] content) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("{ROOT}", root, StringComparison.Ordinal));

    string FullPath(string path) => Spelled($"{root}/{path.TrimEnd('/')}");

    /// <summary>Bytes as a string that Mono.Unix turns into these bytes again.</summary>
    static string Spelled(string bytes) => UnixEncoding.Instance.GetString(Encoding.Latin1.GetBytes(bytes));

    static string Bytes(string spelled) => Encoding.Latin1.GetString(UnixEncoding.Instance.GetBytes(spelled));

    static bool IsKind(Stat stat, FilePermissions kind) => (stat.st_mode & FilePermissions.S_IFMT) == kind;

    static SafeFileHandle Open(string path, OpenFlags flags)
    {
        var descriptor = Syscall.open(path, flags | OpenFlags.O_CLOEXEC, FilePermissions.DEFFILEMODE);
        Check(descriptor, path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    static string Content(string path)
    {
        using var file = Open(path, OpenFlags.O_RDONLY);
        if (RandomAccess.GetLength(file) is > LongestReadContent and var length)
            return $"{length} long";
        var bytes = new byte[RandomAccess.GetLength(file)];
        RandomAccess.Read(file, bytes, 0);
        if (TestPattern.Describe(bytes) is { } pattern)
            return $"{bytes.Length} {pattern}";
        var text = Escapes.Encode(Encoding.Latin1.GetString(bytes)).Replace("\"", "\\\"");
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
        if (result < 0)
            throw new IOException($"{path}: {Stdlib.GetLastError()}");
    }
}
