using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Bytes that go from one descriptor to another inside the kernel.
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

    /// <summary>pipe2(2), close-on-exec.</summary>
    public static Result<PipeEnds> Pipe2(bool nonBlocking)
    {
        var ends = stackalloc int[2];
        return pipe2(ends, OpenFlagBits.ForKernel(nonBlocking ? OpenFlags.NonBlocking : 0)) == -1
            ? Call.LastError
            : new PipeEnds(Descriptor.Own(ends[0]), Descriptor.Own(ends[1]));
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint sendfile(SafeHandle target, SafeHandle source, long* offset, nuint count);

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
