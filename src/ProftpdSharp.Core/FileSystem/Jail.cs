using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// The directory that a session sees as "/" (DefaultRoot, Anonymous). The kernel keeps every path inside: each is opened relative to this
/// descriptor with RESOLVE_IN_ROOT. Without a jail the same calls run on the host's own root.
/// </summary>
public sealed class Jail : IDisposable
{
    Jail(Descriptor root, string hostPath)
    {
        Root = root;
        HostPath = hostPath;
    }

    /// <summary>The root as the host knows it, links resolved, without a trailing slash: <c>/home/ann</c>; empty when there is no jail.</summary>
    public string HostPath { get; }

    /// <summary>False for the root of the host.</summary>
    public bool IsConfined => HostPath.Length > 0;

    internal Descriptor Root { get; }

    /// <summary>The host path of a path inside: what <c>&lt;Directory&gt;</c> sections and logs name.</summary>
    /// <param name="path">Absolute inside the jail.</param>
    public string ToHost(string path) => path == "/" && IsConfined ? HostPath : HostPath + path;

    /// <summary>The path inside of a host path; null when it lies outside.</summary>
    public string? FromHost(string hostPath)
    {
        if (!hostPath.StartsWith(HostPath, StringComparison.Ordinal))
            return null;
        if (hostPath.Length == HostPath.Length)
            return "/";
        return hostPath[HostPath.Length] == '/' ? hostPath[HostPath.Length..] : null;
    }

    public void Dispose() => Root.Dispose();

    internal static Jail At(Descriptor root, string hostPath) => new(root, hostPath == "/" ? "" : hostPath);

    internal static Jail OpenRoot()
    {
        var root = Files.OpenAt2(Descriptor.WorkingDirectory, "/", OpenFlags.Path | OpenFlags.Directory, 0, ResolveFlags.NoMagicLinks);
        if (!root.Ok)
            throw new NotSupportedException($"This kernel has no openat2(2), which keeps users inside their directories (Linux 5.6 or newer is needed): {root.Error.Describe()}");
        return At(root.Value, "/");
    }
}
