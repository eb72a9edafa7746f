using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// System calls on files and directories. Every call that takes a path has two forms: one with a byte string, and one with
/// NUL-terminated bytes that allocates nothing and so may run on an identity-switched thread; bytes that are not terminated, or
/// strings with NUL inside, are EINVAL. Interrupted calls are made again.
/// </summary>
public static unsafe partial class Files
{
    /// <summary>
    /// Resolutions that lose a race against a rename somewhere in the system give EAGAIN; so many are tried before it is returned.
    /// </summary>
    const int RaceRetries = 64;

    const nint OpenAt2Number = 437;

    /// <summary>openat2(2), close-on-exec: opens <paramref name="path"/>, followed as <paramref name="resolve"/> says.</summary>
    /// <param name="mode">Permissions of a file that is created; ignored otherwise.</param>
    public static Result<Descriptor> OpenAt2(Descriptor directory, string path, OpenFlags flags, uint mode, ResolveFlags resolve)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        var opened = new Descriptor();
        return Filled(OpenAt2(directory, bytes.Span, flags, mode, resolve, opened), opened);
    }

    /// <inheritdoc cref="OpenAt2(Descriptor, string, OpenFlags, uint, ResolveFlags)"/>
    /// <param name="opened">An empty descriptor, made before the thread switched.</param>
    public static Errno OpenAt2(
        Descriptor directory, ReadOnlySpan<byte> path, OpenFlags flags, uint mode, ResolveFlags resolve, Descriptor opened)
    {
        if (!PathBytes.AreTerminated(path) || !opened.IsInvalid)
            return Errno.EINVAL;
        var how = new OpenHow
        {
            Flags = (ulong)OpenFlagBits.ForKernel(flags),
            Mode = (flags & (OpenFlags.Create | OpenFlags.Unnamed & ~OpenFlags.Directory)) != 0 ? mode : 0,
            Resolve = (ulong)resolve,
        };
        var retries = (resolve & ResolveFlags.Cached) != 0 ? 0 : RaceRetries;
        fixed (byte* name = path)
        {
            int result;
            do
                result = (int)openat2(OpenAt2Number, directory, name, &how, sizeof(OpenHow));
            while (Call.Interrupted(result) || (result == -1 && Call.LastError == Errno.EAGAIN && retries-- > 0));
            return opened.Fill(result);
        }
    }

    /// <summary>openat(2) from the working directory, close-on-exec: for the host's own files, named by the administrator.</summary>
    /// <param name="mode">Permissions of a file that is created, before the umask.</param>
    public static Result<Descriptor> Open(string path, OpenFlags flags, uint mode = 0)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        var opened = new Descriptor();
        return Filled(Open(bytes.Span, flags, mode, opened), opened);
    }

    /// <inheritdoc cref="Open(string, OpenFlags, uint)"/>
    /// <param name="opened">An empty descriptor, made before the thread switched.</param>
    public static Errno Open(ReadOnlySpan<byte> path, OpenFlags flags, uint mode, Descriptor opened) =>
        OpenAt(Descriptor.WorkingDirectory, path, flags, mode, opened);

    /// <summary>
    /// openat(2), close-on-exec. The path may leave <paramref name="directory"/>; only a single name that was checked belongs here.
    /// </summary>
    public static Result<Descriptor> OpenAt(Descriptor directory, string path, OpenFlags flags, uint mode = 0)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        var opened = new Descriptor();
        return Filled(OpenAt(directory, bytes.Span, flags, mode, opened), opened);
    }

    /// <inheritdoc cref="OpenAt(Descriptor, string, OpenFlags, uint)"/>
    /// <param name="opened">An empty descriptor, made before the thread switched.</param>
    public static Errno OpenAt(Descriptor directory, ReadOnlySpan<byte> path, OpenFlags flags, uint mode, Descriptor opened)
    {
        if (!PathBytes.AreTerminated(path) || !opened.IsInvalid)
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            int result;
            do
                result = openat(directory, name, OpenFlagBits.ForKernel(flags), mode);
            while (Call.Interrupted(result));
            return opened.Fill(result);
        }
    }

    /// <summary>Opens the file that an O_PATH descriptor names, with the permissions of the calling thread; needs /proc.</summary>
    /// <param name="opened">An empty descriptor, made before the thread switched.</param>
    public static Errno Reopen(Descriptor target, OpenFlags flags, Descriptor opened)
    {
        Span<byte> path = stackalloc byte[ProcPath.Room];
        return Open(ProcPath.Write(target, path), flags, 0, opened);
    }

    /// <inheritdoc cref="Reopen(Descriptor, OpenFlags, Descriptor)"/>
    public static Result<Descriptor> Reopen(Descriptor target, OpenFlags flags)
    {
        var opened = new Descriptor();
        return Filled(Reopen(target, flags, opened), opened);
    }

    /// <summary>The host path the kernel knows a descriptor by, from /proc/self/fd; a removed file's ends in " (deleted)".</summary>
    public static Result<string> PathOf(Descriptor target)
    {
        Span<byte> path = stackalloc byte[ProcPath.Room];
        Span<byte> text = stackalloc byte[4096];
        var length = Readlinkat(Descriptor.WorkingDirectory, ProcPath.Write(target, path), text);
        return length.Ok ? ByteStrings.FromBytes(text[..length.Value]) : length.Error;
    }

    /// <summary>memfd_create(2): an empty file without a name in any directory, close-on-exec.</summary>
    /// <param name="name">For people who look into /proc.</param>
    public static Result<Descriptor> InMemory(string name) => Call.Owned(memfd_create(name, 1));

    static Result<Descriptor> Filled(Errno error, Descriptor opened) => error == Errno.None ? opened : error;

    [StructLayout(LayoutKind.Sequential)]
    struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [LibraryImport(Libraries.C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint openat2(nint number, Descriptor directory, byte* path, OpenHow* how, nint size);

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int openat(Descriptor directory, byte* path, int flags, uint mode);
}
