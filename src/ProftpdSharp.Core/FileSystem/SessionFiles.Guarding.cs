using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

// What a jail's libraries and accounts are read from: who could write there could make programs that trust the jail do what they want ("Roaring Beast").
public sealed partial class SessionFiles
{
    static readonly string[] Sensitive = ["/etc", "/lib"];

    /// <summary>Whether nothing in /etc and /lib of a jail may be changed (RLimitChroot).</summary>
    public bool GuardsSensitivePaths { get; set; }

    /// <summary>What keeps a path from being changed: EROFS where nothing is changed at all, else <see cref="GuardWritingAsync"/>.</summary>
    async ValueTask<Errno> GuardAsync(string path) => Withholds() ? Errno.EROFS : await GuardWritingAsync(path);

    /// <summary>EACCES where a path, or its directory behind links, is guarded.</summary>
    async ValueTask<Errno> GuardWritingAsync(string path)
    {
        if (!GuardsSensitivePaths || Jail == Workers.Root)
            return Errno.None;
        var real = VirtualPath.Combine(await BestPathAsync(VirtualPath.Parent(path)), VirtualPath.Name(path));
        return IsSensitive(path) || IsSensitive(real) ? Errno.EACCES : Errno.None;
    }

    async Task<Errno> OnGuardedAsync(string path, Func<JailedPath, Errno> body) =>
        await GuardAsync(path) is not Errno.None and var denied ? denied : await OnPathAsync(path, body);

    static bool IsSensitive(string path) =>
        Array.Exists(Sensitive, guarded => path.StartsWith(guarded, StringComparison.Ordinal) && (path.Length == guarded.Length || path[guarded.Length] == '/'));
}
