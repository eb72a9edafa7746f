using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// A path on its way to the kernel: encoded, cut into directory and name, and with the empty descriptors that the calls fill, because on an
/// identity-switched thread nothing may be allocated.
/// </summary>
sealed class JailedPath : IDisposable
{
    /// <param name="jail">Where the path is resolved.</param>
    /// <param name="path">Absolute inside the jail.</param>
    public JailedPath(Jail jail, string path)
    {
        Root = jail.Root;
        var slash = path.LastIndexOf('/');
        Whole = Encode(path);
        Directory = Encode(slash <= 0 ? "/" : path[..slash]);
        Name = Encode(path[(slash + 1)..]);
        IsRoot = path == "/";
    }

    public Descriptor Root { get; }

    /// <summary>The root itself has no name that could be removed or renamed.</summary>
    public bool IsRoot { get; }

    /// <summary>The whole path with its NUL; empty, which is EINVAL to every call, when C cannot take it.</summary>
    public byte[] Whole { get; }

    /// <summary>The path of the directory that holds the name.</summary>
    public byte[] Directory { get; }

    /// <summary>The last component.</summary>
    public byte[] Name { get; }

    /// <summary>Filled with the directory that holds the name.</summary>
    public Descriptor Parent { get; } = new();

    /// <summary>Filled with what the path names.</summary>
    public Descriptor Target { get; private set; } = new();

    /// <summary>Where a call puts a text that the kernel returns, or finds the one it takes.</summary>
    public byte[] Text { get; init; } = [];

    /// <summary>Gives the target to the caller, who closes it.</summary>
    public Descriptor TakeTarget()
    {
        var target = Target;
        Target = new Descriptor();
        return target;
    }

    /// <summary>The text with its NUL; empty when C cannot take it.</summary>
    public static byte[] Encode(string text) => ByteStrings.IsPassable(text) ? ByteStrings.ToBytes(text + '\0') : [];

    public void Dispose()
    {
        Parent.Dispose();
        Target.Dispose();
    }
}
