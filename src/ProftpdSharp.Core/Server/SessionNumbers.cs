namespace ProftpdSharp.Core.Server;

/// <summary>
/// Numbers for sessions, shown where upstream shows a session's pid. Above 4194304, the largest pid a kernel can give, so that one can never be
/// mistaken for a live process. The daemon's own pid is part of each, so that two daemons on a machine do not give the same.
/// </summary>
public sealed class SessionNumbers
{
    const int LargestPid = 4194304;

    /// <summary>Numbers that one process can give before it repeats itself; the whole stays within 31 bits for the scoreboard's pid_t.</summary>
    const int PerProcess = 1 << 22;

    readonly int _base = LargestPid + 1 + Environment.ProcessId % 500 * PerProcess;
    int _last = -1;

    public long Next() => _base + (long)((uint)Interlocked.Increment(ref _last) % PerProcess);
}
