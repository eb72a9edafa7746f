using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>Who the kernel is told is asking: the file-system uid and gid and the supplementary groups.</summary>
public sealed record FileIdentity(uint Uid, uint Gid, IReadOnlyList<uint> Groups)
{
    /// <summary>What of root's rights over files stays with the user: nothing, but where the administrator gave up RootRevoke (mod_cap).</summary>
    public CapabilitySet Capabilities { get; init; }
}
