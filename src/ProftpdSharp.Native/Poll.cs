using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>What to wait for, and what happened.</summary>
[Flags]
public enum PollEvents : short
{
    None = 0,

    /// <summary>Bytes, a connection or the end can be read.</summary>
    In = 1,

    /// <summary>Urgent bytes.</summary>
    Priority = 2,

    /// <summary>Room to write.</summary>
    Out = 4,

    /// <summary>Reported unasked: the socket has an error, or nobody reads the pipe.</summary>
    Error = 8,

    /// <summary>Reported unasked: the peer is gone.</summary>
    HangUp = 16,

    /// <summary>Reported unasked: the descriptor is not open.</summary>
    Invalid = 32,

    /// <summary>The peer will send no more.</summary>
    ReadHangUp = 0x2000,
}

/// <summary>struct pollfd. Whoever polls keeps the handle open meanwhile.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollItem(SafeHandle target, PollEvents wanted)
{
    readonly int _number = (int)target.DangerousGetHandle();

    /// <summary>May be changed between waits.</summary>
    public PollEvents Wanted = wanted;

    /// <summary>Filled in by each wait.</summary>
    public PollEvents Happened;

    public readonly int Number => _number;
}

/// <summary>poll(2).</summary>
public static unsafe partial class Poll
{
    /// <summary>Waits until something happened on one of the items; how many have events, 0 when the time is over.</summary>
    /// <param name="timeout">Milliseconds; -1 waits for ever, 0 only looks.</param>
    public static Result<int> Wait(Span<PollItem> items, int timeout)
    {
        var waiting = new Waiting(timeout);
        fixed (PollItem* first = items)
        {
            int result;
            do
                result = poll(first, (nuint)items.Length, waiting.Remaining);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>Waits on one descriptor; what happened, none when the time is over.</summary>
    /// <param name="timeout">Milliseconds; -1 waits for ever, 0 only looks.</param>
    public static Result<PollEvents> Wait(SafeHandle target, PollEvents wanted, int timeout)
    {
        var item = new PollItem(target, wanted);
        var count = Wait(new Span<PollItem>(ref item), timeout);
        GC.KeepAlive(target);
        return count.Ok ? item.Happened : count.Error;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int poll(PollItem* items, nuint count, int timeout);
}

/// <summary>The part of a wait that is left after an interruption, in milliseconds.</summary>
readonly struct Waiting(int timeout)
{
    readonly long _end = timeout > 0 ? Environment.TickCount64 + timeout : 0;

    public int Remaining => timeout <= 0 ? timeout : (int)Math.Max(0, _end - Environment.TickCount64);
}
