namespace ProftpdSharp.Core.FileSystem;

/// <summary>Who the kernel is told is asking: the file-system uid and gid and the supplementary groups.</summary>
public sealed record FileIdentity(uint Uid, uint Gid, IReadOnlyList<uint> Groups);
