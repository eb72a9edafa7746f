using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Reading, writing and sizes. The counts may be less than asked for; EAGAIN comes back from non-blocking descriptors.
public static unsafe partial class Files
{
    /// <summary>read(2); 0 is the end.</summary>
    public static Result<int> Read(SafeHandle source, Span<byte> into)
    {
        fixed (byte* room = into)
        {
            nint result;
            do
                result = read(source, room, (nuint)into.Length);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>write(2).</summary>
    public static Result<int> Write(SafeHandle target, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            nint result;
            do
                result = write(target, from, (nuint)bytes.Length);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>pread(2) at a byte offset; the file's own position stays.</summary>
    public static Result<int> Pread(SafeHandle source, Span<byte> into, long offset)
    {
        fixed (byte* room = into)
        {
            nint result;
            do
                result = pread(source, room, (nuint)into.Length, offset);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>pwrite(2) at a byte offset; a file opened for appending is appended to all the same.</summary>
    public static Result<int> Pwrite(SafeHandle target, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* from = bytes)
        {
            nint result;
            do
                result = pwrite(target, from, (nuint)bytes.Length, offset);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>lseek(2); the new position in bytes from the start.</summary>
    public static Result<long> Lseek(SafeHandle target, long offset, SeekFrom from) => Call.Position(lseek(target, offset, (int)from));

    /// <summary>ftruncate(2) to a size in bytes; grows with zeros.</summary>
    public static Errno Ftruncate(SafeHandle target, long size)
    {
        int result;
        do
            result = ftruncate(target, size);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>fallocate(2): takes the room now, so that ENOSPC comes now. EOPNOTSUPP where the file system cannot.</summary>
    /// <param name="keepSize">Whether the file's size stays although room was taken beyond it.</param>
    public static Errno Fallocate(SafeHandle target, long offset, long length, bool keepSize)
    {
        int result;
        do
            result = fallocate(target, keepSize ? 1 : 0, offset, length);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>fsync(2): returns when the disk has it.</summary>
    public static Errno Fsync(SafeHandle target)
    {
        int result;
        do
            result = fsync(target);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint read(SafeHandle source, byte* into, nuint count);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint write(SafeHandle target, byte* from, nuint count);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint pread(SafeHandle source, byte* into, nuint count, long offset);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint pwrite(SafeHandle target, byte* from, nuint count, long offset);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint lseek(SafeHandle target, long offset, int from);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int ftruncate(SafeHandle target, long size);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fallocate(SafeHandle target, int mode, long offset, long length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fsync(SafeHandle target);
}

/// <summary>What an offset of lseek(2) counts from.</summary>
public enum SeekFrom
{
    Start = 0,
    Current = 1,
    End = 2,
}
