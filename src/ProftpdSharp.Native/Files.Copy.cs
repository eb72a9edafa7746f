using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Bytes that go from one descriptor to another inside the kernel, and the pipes that splice needs.
public static unsafe partial class Files
{
    /// <summary>sendfile(2) from a byte offset, which moves on by what was sent; the file's own position stays. 0 is the end.</summary>
    public static Result<int> Sendfile(SafeHandle target, SafeHandle source, ref long offset, int count)
    {
        fixed (long* position = &offset)
        {
            nint result;
            do
                result = sendfile(target, source, position, (nuint)count);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>splice(2); one side is a pipe. 0 is the end.</summary>
    public static Result<int> Splice(SafeHandle source, SafeHandle target, int count, SpliceFlags flags)
    {
        nint result;
        do
            result = splice(source, null, target, null, (nuint)count, (uint)flags);
        while (Call.Interrupted(result));
        return Call.Count(result);
    }

    /// <summary>
    /// splice(2) from a pipe to a byte offset of a file, which moves on by what was written. EINVAL for a file opened to append.
    /// </summary>
    public static Result<int> Splice(SafeHandle pipe, SafeHandle file, ref long offset, int count, SpliceFlags flags)
    {
        fixed (long* position = &offset)
        {
            nint result;
            do
                result = splice(pipe, null, file, position, (nuint)count, (uint)flags);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>pipe2(2), close-on-exec.</summary>
    public static Result<PipeEnds> Pipe2(bool nonBlocking)
    {
        var ends = stackalloc int[2];
        return pipe2(ends, OpenFlagBits.ForKernel(nonBlocking ? OpenFlags.NonBlocking : 0)) == -1
            ? Call.LastError
            : new PipeEnds(Descriptor.Own(ends[0]), Descriptor.Own(ends[1]));
    }

    /// <summary>F_SETPIPE_SZ: asks for a pipe of so many bytes; what it has now. EPERM above /proc/sys/fs/pipe-max-size.</summary>
    public static Result<int> SetPipeSize(SafeHandle pipe, int bytes) => Call.Count(fcntl(pipe, 1031, bytes));

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint sendfile(SafeHandle target, SafeHandle source, long* offset, nuint count);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint splice(
        SafeHandle source, long* sourceOffset, SafeHandle target, long* targetOffset, nuint count, uint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);
}

/// <summary>The two ends of a pipe.</summary>
public readonly record struct PipeEnds(Descriptor Reading, Descriptor Writing) : IDisposable
{
    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }
}

/// <summary>splice(2) flags.</summary>
[Flags]
public enum SpliceFlags : uint
{
    None = 0,

    /// <summary>Pages may be moved, not copied.</summary>
    Move = 1,

    /// <summary>Does not wait for the pipe; sockets wait or not as they are set.</summary>
    NonBlocking = 2,

    /// <summary>More follows: the last packet may wait for it.</summary>
    More = 4,
}
