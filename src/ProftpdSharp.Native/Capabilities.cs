using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>A set of capabilities, one bit each.</summary>
public readonly record struct CapabilitySet(ulong Bits)
{
    public static CapabilitySet Empty => default;

    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        ulong bits = 0;
        foreach (var capability in capabilities)
            bits |= 1ul << (int)capability;
        return new(bits);
    }

    public bool Contains(Capability capability) => (Bits & (1ul << (int)capability)) != 0;

    public CapabilitySet With(Capability capability) => new(Bits | (1ul << (int)capability));

    public CapabilitySet Without(Capability capability) => new(Bits & ~(1ul << (int)capability));

    public override string ToString() => CapabilityNames.Join(this);
}

/// <summary>The three sets of a thread.</summary>
/// <param name="Effective">What it may do now.</param>
/// <param name="Permitted">What it may make effective.</param>
/// <param name="Inheritable">What execve may hand on to a program that asks for it.</param>
public readonly record struct ThreadCapabilities(CapabilitySet Effective, CapabilitySet Permitted, CapabilitySet Inheritable);

/// <summary>
/// Capabilities of the calling thread. Linux keeps them per thread and has no call for a whole process, so what is to hold for every
/// thread must be done before an execve, which hands the calling thread's bounding set to the new program.
/// </summary>
public static unsafe partial class Capabilities
{
    const uint Version3 = 0x2008_0522;
    const int ReadBoundingSet = 23;
    const int DropFromBoundingSet = 24;
    const int SetNoNewPrivileges = 38;

    public static Result<ThreadCapabilities> Read()
    {
        var header = new Header { Version = Version3 };
        var data = stackalloc Words[2];
        if (capget(&header, data) == -1)
            return Call.LastError;
        return new ThreadCapabilities(
            Joined(data[0].Effective, data[1].Effective),
            Joined(data[0].Permitted, data[1].Permitted),
            Joined(data[0].Inheritable, data[1].Inheritable));
    }

    /// <summary>capset(2). EPERM for what is not permitted now.</summary>
    public static Errno Set(ThreadCapabilities wanted)
    {
        var header = new Header { Version = Version3 };
        var data = stackalloc Words[2];
        data[0] = Half(wanted, 0);
        data[1] = Half(wanted, 32);
        return Call.Outcome(capset(&header, data));
    }

    /// <summary>Makes capabilities effective in the calling thread. EPERM for one that is not permitted; nothing has changed then.</summary>
    public static Errno Raise(CapabilitySet capabilities)
    {
        var present = Read();
        if (!present.Ok)
            return present.Error;
        var sets = present.Value;
        return Set(sets with { Effective = new CapabilitySet(sets.Effective.Bits | capabilities.Bits) });
    }

    /// <summary>The bounding set: what this thread and what it executes can ever have.</summary>
    public static CapabilitySet BoundingSet()
    {
        var set = CapabilitySet.Empty;
        for (var capability = 0; capability < 64; capability++)
        {
            if (prctl(ReadBoundingSet, (nuint)capability, 0, 0, 0) == 1)
                set = set.With((Capability)capability);
        }
        return set;
    }

    /// <summary>PR_CAPBSET_DROP. EPERM without CAP_SETPCAP, EINVAL for one the kernel does not know.</summary>
    public static Errno DropFromBounding(Capability capability) =>
        Call.Outcome(prctl(DropFromBoundingSet, (nuint)capability, 0, 0, 0));

    /// <summary>Drops all but <paramref name="kept"/> from the bounding set; stops at the first error.</summary>
    public static Errno LimitBounding(CapabilitySet kept)
    {
        var present = BoundingSet();
        for (var capability = (Capability)0; (int)capability < 64; capability++)
        {
            if (!present.Contains(capability) || kept.Contains(capability))
                continue;
            if (DropFromBounding(capability) is var error and not Errno.None)
                return error;
        }
        return Errno.None;
    }

    /// <summary>PR_SET_NO_NEW_PRIVS: nothing executed from here gains privileges. For helpers, never for the server.</summary>
    public static Errno ForbidNewPrivileges() => Call.Outcome(prctl(SetNoNewPrivileges, 1, 0, 0, 0));

    static CapabilitySet Joined(uint low, uint high) => new(low | ((ulong)high << 32));

    static Words Half(ThreadCapabilities sets, int shift) => new()
    {
        Effective = (uint)(sets.Effective.Bits >> shift),
        Permitted = (uint)(sets.Permitted.Bits >> shift),
        Inheritable = (uint)(sets.Inheritable.Bits >> shift),
    };

    /// <summary>struct __user_cap_header_struct; process 0 is the calling thread.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 8)]
    struct Header
    {
        [FieldOffset(0)] public uint Version;
    }

    /// <summary>struct __user_cap_data_struct.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Words
    {
        public uint Effective;
        public uint Permitted;
        public uint Inheritable;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int capget(Header* header, Words* data);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int capset(Header* header, Words* data);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);
}
