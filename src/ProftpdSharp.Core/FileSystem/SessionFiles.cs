using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// The file system as one session sees it: as its user, inside its jail. Paths are byte strings (Latin-1), absolute inside the jail; the
/// kernel resolves links and checks permissions. Errors come back as the kernel gave them.
/// </summary>
/// <remarks><see cref="FileWorkers.Host"/> is the same for the server itself: host paths, no jail, the server's own identity.</remarks>
public sealed partial class SessionFiles
{
    /// <param name="workers">The threads that make the calls.</param>
    /// <param name="identity">Who asks; null is the server itself.</param>
    public SessionFiles(FileWorkers workers, FileIdentity? identity)
        : this(workers, identity, workers.Root) { }

    SessionFiles(FileWorkers workers, FileIdentity? identity, Jail jail)
    {
        Workers = workers;
        Identity = identity;
        Jail = jail;
    }

    public FileWorkers Workers { get; }

    /// <summary>Who asks; null is the server itself. The login sets it.</summary>
    public FileIdentity? Identity { get; set; }

    /// <summary>Whether rights are told with regard to access lists (mod_facl) instead of by owner, group and mode; the kernel honours them either way.</summary>
    public bool HonoursAccessLists { get; set; }

    /// <summary>Where "/" is. The login enters it with <see cref="EnterAsync"/>.</summary>
    public Jail Jail { get; private set; }

    /// <summary>The same jail with the server's own rights: what upstream does "as root" inside it (UserOwner, CreateHome).</summary>
    public SessionFiles AsServer() => new(Workers, null, Jail) { Withholding = Withholding };

    /// <summary>In a session that nobody has: told of every change, which then does not happen (EROFS). Null where changes happen.</summary>
    public Action? Withholding { get; set; }

    /// <summary>Makes a directory the root of the session, for good. The server itself opens it, links followed, as chroot(2) would.</summary>
    /// <param name="hostPath">Absolute, before the jail.</param>
    public async Task<Errno> EnterAsync(string hostPath)
    {
        using var path = new JailedPath(Workers.Root, hostPath);
        var error = await Workers.RunAsync(null, null, path, JailedCalls.FindDirectory);
        if (error != Errno.None)
            return error;
        var known = Files.PathOf(path.Target);
        if (!known.Ok)
            return known.Error;
        Jail = Jail.At(path.TakeTarget(), known.Value);
        return Errno.None;
    }

    /// <summary>Closes the jail at the end of the session.</summary>
    public void Leave()
    {
        if (Jail != Workers.Root)
            Jail.Dispose();
    }

    /// <summary>The status of what a path leads to, links followed: stat(2).</summary>
    public Task<Result<FileStatus>> StatusAsync(string path) => OnPathAsync(path, JailedCalls.Status);

    /// <summary>The status of a path, of a link itself: lstat(2).</summary>
    public Task<Result<FileStatus>> LinkStatusAsync(string path) => OnPathAsync(path, JailedCalls.LinkStatus);

    /// <summary>The statuses of several paths in one go, links followed.</summary>
    public async Task<Result<FileStatus>[]> StatusesAsync(IReadOnlyList<string> paths)
    {
        var calls = paths.Select(path => new JailedPath(Jail, path)).ToArray();
        var statuses = new Result<FileStatus>[calls.Length];
        await Workers.RunAsync(Identity, null, (calls, statuses), JailedCalls.Statuses);
        foreach (var call in calls)
            call.Dispose();
        return statuses;
    }

    /// <summary>The text of a symbolic link; ENOENT when the path is none.</summary>
    public async Task<Result<string>> ReadLinkAsync(string path)
    {
        using var call = new JailedPath(Jail, path) { Text = new byte[4096] };
        var length = await Workers.RunAsync(Identity, null, call, JailedCalls.ReadLink);
        return length.Ok ? ByteStrings.FromBytes(call.Text.AsSpan(0, length.Value)) : length.Error;
    }

    /// <summary>The path inside the jail without links, as the kernel follows them: realpath(3) after a chroot.</summary>
    public async Task<Result<string>> RealPathAsync(string path)
    {
        using var call = new JailedPath(Jail, path);
        var error = await Workers.RunAsync(Identity, null, call, JailedCalls.Find);
        return error == Errno.None ? Inside(call.Target) : error;
    }

    /// <summary>The real path of the longest part that exists, and the rest as it is: for names about to be created.</summary>
    public async Task<string> BestPathAsync(string path)
    {
        using var call = new JailedPath(Jail, path);
        var length = await Workers.RunAsync(Identity, null, call, JailedCalls.FindBest);
        var real = length.Ok ? Inside(call.Target) : length.Error;
        if (!real.Ok)
            return path;
        return VirtualPath.Combine(real.Value, path[length.Value..].TrimStart('/'));
    }

    /// <summary>What the user may do with what a path leads to, as the kernel judges: read 4, write 2, execute 1.</summary>
    public Task<Result<uint>> RightsAsync(string path) => OnPathAsync(path, JailedCalls.Rights);

    /// <summary>The room on the file system of a path: statfs(2).</summary>
    public Task<Result<FileSystemSpace>> SpaceAsync(string path) => OnPathAsync(path, JailedCalls.Space);

    /// <summary>Whether a change may not happen.</summary>
    bool Withholds()
    {
        Withholding?.Invoke();
        return Withholding is not null;
    }

    async Task<T> OnPathAsync<T>(string path, Func<JailedPath, T> body)
    {
        using var call = new JailedPath(Jail, path);
        return await Workers.RunAsync(Identity, null, call, body);
    }

    /// <summary>Where the kernel says a descriptor is, in the words of the jail; ENOENT when it was removed or moved out.</summary>
    Result<string> Inside(Descriptor target)
    {
        // Asked anew, because the root may have been renamed since the login.
        var root = Files.PathOf(Jail.Root);
        var known = Files.PathOf(target);
        if (!root.Ok || !known.Ok)
            return root.Ok ? known : root;
        if (known.Value.EndsWith(" (deleted)", StringComparison.Ordinal) && Files.Fstat(target) is { Ok: false } or { Value.Links: 0 })
            return Errno.ENOENT;
        return Jail.At(Jail.Root, root.Value).FromHost(known.Value) is { } inside ? inside : Errno.ENOENT;
    }
}
