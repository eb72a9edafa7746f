using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>Signals by Linux's numbers, the same on x86_64 and aarch64.</summary>
public enum Signal
{
    /// <summary>Sends nothing; kill only checks.</summary>
    None = 0,
    SIGHUP = 1,
    SIGINT = 2,
    SIGQUIT = 3,
    SIGILL = 4,
    SIGABRT = 6,
    SIGBUS = 7,
    SIGFPE = 8,
    SIGKILL = 9,
    SIGUSR1 = 10,
    SIGSEGV = 11,
    SIGUSR2 = 12,
    SIGPIPE = 13,
    SIGALRM = 14,
    SIGTERM = 15,
    SIGCHLD = 17,
    SIGCONT = 18,
    SIGSTOP = 19,
    SIGURG = 23,
    SIGXCPU = 24,
    SIGXFSZ = 25,
    SIGIO = 29,
}

/// <summary>
/// What PosixSignalRegistration does not give: ignoring a signal, and dying of one. To see one first, register its number: that works
/// for SIGSEGV, SIGABRT and their kin too when somebody sent them, while the process's own faults stay .NET exceptions.
/// </summary>
public static unsafe partial class Signals
{
    const nint Default = 0;
    const nint Ignored = 1;
    const int Unblock = 1;

    /// <summary>SIG_IGN; programs executed from here ignore it too.</summary>
    public static Errno Ignore(Signal signal) => SetHandler(signal, Ignored);

    /// <summary>SIG_DFL, in place of the runtime's own handler.</summary>
    public static Errno ResetToDefault(Signal signal) => SetHandler(signal, Default);

    /// <summary>Ends the process by a signal's default action, so that the parent sees it died of that signal.</summary>
    public static Errno Die(Signal signal)
    {
        if (ResetToDefault(signal) is var error and not Errno.None)
            return error;
        var set = stackalloc ulong[MaskWords];
        new Span<ulong>(set, MaskWords).Clear();
        set[0] = 1ul << ((int)signal - 1);
        if (pthread_sigmask(Unblock, set, null) is var refused and not 0)
            return (Errno)refused;
        return Processes.Kill(Processes.Getpid(), signal);
    }

    /// <summary>Unblocks every signal of the calling thread: what a program to be executed expects.</summary>
    public static Errno UnblockAll()
    {
        var set = stackalloc ulong[MaskWords];
        new Span<ulong>(set, MaskWords).Fill(ulong.MaxValue);
        return (Errno)pthread_sigmask(Unblock, set, null);
    }

    /// <summary>Whether the process ignores a signal.</summary>
    public static Result<bool> IsIgnored(Signal signal)
    {
        Action now;
        return sigaction((int)signal, null, &now) == -1 ? Call.LastError : now.Handler == Ignored;
    }

    static Errno SetHandler(Signal signal, nint handler)
    {
        var action = new Action { Handler = handler };
        return Call.Outcome(sigaction((int)signal, &action, null));
    }

    /// <summary>sigset_t of the C library: 128 bytes.</summary>
    const int MaskWords = 16;

    /// <summary>struct sigaction of the C library: handler, 128 bytes of mask, flags, restorer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 152)]
    struct Action
    {
        [FieldOffset(0)] public nint Handler;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int sigaction(int signal, Action* wanted, Action* before);

    [LibraryImport(Libraries.C)]
    private static partial int pthread_sigmask(int how, ulong* set, ulong* before);
}
