using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>An open file and what fstat(2) said of it.</summary>
/// <param name="Descriptor">Non-blocking, which matters for FIFOs alone; the caller closes it.</param>
/// <param name="Status">At the time of opening.</param>
public readonly record struct OpenFile(Descriptor Descriptor, FileStatus Status);

// Opening, reading and listing.
public sealed partial class SessionFiles
{
    /// <summary>The permissions of a new file before the umask.</summary>
    public const uint NewFileMode = 0x1b6; // 0666

    /// <summary>Opens for reading.</summary>
    public Task<Result<OpenFile>> OpenReadAsync(string path) => OpenAsync(path, OpenFlags.ReadOnly, 0, 0);

    /// <summary>open(2) inside the jail; <see cref="OpenFlags.Create"/>, <see cref="OpenFlags.Truncate"/> and the others as the kernel has them.</summary>
    /// <param name="path">Absolute inside the jail.</param>
    /// <param name="flags">How to open.</param>
    /// <param name="mode">The permissions of a file that is created.</param>
    /// <param name="umask">The thread's real umask while it is created, so that default ACLs work.</param>
    public async Task<Result<OpenFile>> OpenAsync(string path, OpenFlags flags, uint mode, uint umask)
    {
        if ((flags & (OpenFlags.Create | OpenFlags.Truncate)) != 0 && Withholds())
            return Errno.EROFS;
        if ((flags & (OpenFlags.WriteOnly | OpenFlags.ReadWrite)) != 0 && await GuardWritingAsync(path) is not Errno.None and var denied)
            return denied;
        using var call = new JailedPath(Jail, path);
        var status = await Workers.RunAsync(Identity, umask, new OpenRequest(call, flags, mode), JailedCalls.Open);
        return status.Ok ? new OpenFile(call.TakeTarget(), status.Value) : status.Error;
    }

    /// <summary>Reads a small text whole (Display files, .ftpaccess, AuthUserFile): the first <paramref name="limit"/> bytes at most.</summary>
    public async Task<Result<byte[]>> ReadAllAsync(string path, int limit = 1 << 20)
    {
        var opened = await OpenReadAsync(path);
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value.Descriptor;
        if (opened.Value.Status.IsDirectory)
            return Errno.EISDIR;
        return await Workers.RunAsync(null, null, (file, limit), static call => ReadAll(call.file, call.limit));
    }

    /// <summary>Opens a directory to list it.</summary>
    public async Task<Result<DirectoryReader>> OpenDirectoryAsync(string path)
    {
        var opened = await OpenAsync(path, OpenFlags.ReadOnly | OpenFlags.Directory, 0, 0);
        return opened.Ok ? new DirectoryReader(this, path, opened.Value.Descriptor) : opened.Error;
    }

    static Result<byte[]> ReadAll(Descriptor file, int limit)
    {
        using var content = new MemoryStream();
        var buffer = new byte[8192];
        while (content.Length < limit)
        {
            var count = Files.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, limit - content.Length)));
            if (!count.Ok)
                return count.Error;
            if (count.Value == 0)
                break;
            content.Write(buffer, 0, count.Value);
        }
        return content.ToArray();
    }
}
