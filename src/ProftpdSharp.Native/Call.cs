using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// What the C library's "-1 and errno" convention becomes. Nothing here allocates, so it may run on an identity-switched thread.
/// </summary>
static class Call
{
    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    /// <summary>True when a signal (the runtime's own included) cut the call short and it must be made again.</summary>
    public static bool Interrupted(nint result) => result == -1 && LastError == Errno.EINTR;

    public static Errno Outcome(nint result) => result == -1 ? LastError : Errno.None;

    public static Result<int> Count(nint result) => result == -1 ? LastError : (int)result;

    public static Result<long> Position(nint result) => result == -1 ? LastError : (long)result;

    public static Result<Descriptor> Owned(int descriptor) => descriptor == -1 ? LastError : Descriptor.Own(descriptor);
}
