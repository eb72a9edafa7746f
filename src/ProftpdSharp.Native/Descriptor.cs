using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>A file descriptor, closed with close(2) when disposed.</summary>
public sealed partial class Descriptor : SafeHandle
{
    /// <summary>AT_FDCWD: stands for the working directory where a directory descriptor is wanted; absolute paths ignore it.</summary>
    public static readonly Descriptor WorkingDirectory = Borrow(-100);

    /// <summary>Descriptor 0: inetd's connection.</summary>
    public static readonly Descriptor StandardInput = Borrow(0);

    /// <summary>An empty one, for calls that fill a descriptor made beforehand because they must not allocate.</summary>
    public Descriptor() : base(-1, ownsHandle: true) { }

    Descriptor(int number, bool owns) : base(-1, owns) => SetHandle(number);

    /// <summary>The number the kernel knows it by; -1 when empty.</summary>
    public int Number => (int)handle;

    public override bool IsInvalid => handle == -1;

    /// <summary>Takes over <paramref name="number"/>: nobody else may close it from now on.</summary>
    public static Descriptor Own(int number) => new(number, owns: true);

    /// <summary>Refers to a descriptor that somebody else closes, such as standard input.</summary>
    public static Descriptor Borrow(int number) => new(number, owns: false);

    /// <summary>Gives the number away, unclosed.</summary>
    public int Detach()
    {
        var number = Number;
        SetHandleAsInvalid();
        return number;
    }

    public override string ToString() => $"fd {Number}";

    /// <summary>Fills an empty one with what an opening call returned; allocates nothing.</summary>
    internal Errno Fill(int number)
    {
        if (number == -1)
            return Call.LastError;
        SetHandle(number);
        return Errno.None;
    }

    // Linux has freed the number even when close says EINTR or EIO, so there is no second try.
    protected override bool ReleaseHandle() => close((int)handle) == 0 || Call.LastError == Errno.EINTR;

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int close(int fd);
}
