using System.Net;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>ut_type of a login record.</summary>
public enum LoginKind : short
{
    /// <summary>USER_PROCESS.</summary>
    Login = 7,

    /// <summary>DEAD_PROCESS.</summary>
    Logout = 8,
}

/// <summary>A row of wtmp(5). Texts that are too long are cut: line and user to 32 bytes, host to 256.</summary>
/// <param name="Line">What last(1) shows as the terminal; a logout belongs to the login with the same line.</param>
/// <param name="User">Empty for a logout.</param>
/// <param name="Address">The peer's, for tools that look names up themselves.</param>
public readonly record struct LoginRecord(
    LoginKind Kind, string User, string Line, string Host, IPAddress? Address, int ProcessId, DateTimeOffset Time);

/// <summary>The record of logins that last(1) reads.</summary>
public static class LoginRecords
{
    public const string SystemFile = "/var/log/wtmp";

    /// <summary>struct utmpx: on x86_64 session and time are 32 bits wide, on aarch64 64.</summary>
    static readonly bool Wide = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    static readonly int Size = Wide ? 400 : 384;
    static readonly int SecondsAt = Wide ? 344 : 340;
    static readonly int MicrosecondsAt = Wide ? 352 : 344;
    static readonly int AddressAt = Wide ? 360 : 348;

    /// <summary>
    /// Appends a record. ENOENT when there is no such file: the administrator does without, and it is not made. Not updwtmpx(3), which
    /// reports no errors and waits for a lock that anybody who may read the file can hold.
    /// </summary>
    public static Errno Append(in LoginRecord record, string path = SystemFile)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(record, bytes);
        var file = Files.Open(path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.NoControllingTerminal | OpenFlags.NonBlocking);
        if (!file.Ok)
            return file.Error;
        using var wtmp = file.Value;
        // Other writers lock, look for the end and write there, so the lock is worth a try.
        _ = Files.Lock(wtmp, LockKind.Exclusive);
        return Append(wtmp, bytes);
    }

    static Errno Append(Descriptor wtmp, ReadOnlySpan<byte> record)
    {
        var before = Files.Fstat(wtmp);
        if (!before.Ok)
            return before.Error;
        var written = Files.Write(wtmp, record);
        if (!written.Ok || written.Value == record.Length)
            return written.Error;
        // A disk that filled up in the middle: half a record would shift all that follow.
        return Files.Ftruncate(wtmp, before.Value.Size) is var error and not Errno.None ? error : Errno.ENOSPC;
    }

    static void Write(in LoginRecord record, Span<byte> bytes)
    {
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (short)record.Kind);
        BitConverter.TryWriteBytes(bytes[4..], record.ProcessId);
        Put(record.Line, bytes.Slice(8, 32));
        Put(record.User, bytes.Slice(44, 32));
        Put(record.Host, bytes.Slice(76, 256));
        var seconds = record.Time.ToUnixTimeSeconds();
        var microseconds = record.Time.UtcTicks / 10 % 1_000_000;
        if (Wide)
        {
            BitConverter.TryWriteBytes(bytes[SecondsAt..], seconds);
            BitConverter.TryWriteBytes(bytes[MicrosecondsAt..], microseconds);
        }
        else
        {
            BitConverter.TryWriteBytes(bytes[SecondsAt..], (uint)seconds);
            BitConverter.TryWriteBytes(bytes[MicrosecondsAt..], (int)microseconds);
        }
        record.Address?.TryWriteBytes(bytes[AddressAt..], out _);
    }

    static void Put(string text, Span<byte> field) => ByteStrings.Write(text.AsSpan(0, Math.Min(text.Length, field.Length)), field);
}
