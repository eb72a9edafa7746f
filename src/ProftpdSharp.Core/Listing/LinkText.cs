using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Listing;

/// <summary>What a listing shows after the arrow of a symbolic link.</summary>
public static class LinkText
{
    /// <summary>The link's own text; adjusted, where it is as the session's root sees it: absolute. Null when it cannot be read.</summary>
    /// <param name="session">Whose listing.</param>
    /// <param name="path">The link, absolute inside the jail.</param>
    /// <param name="adjust">AdjustedSymlinks, which counts only in a jail.</param>
    public static async ValueTask<string?> ReadAsync(Session session, string path, bool adjust)
    {
        var text = await session.Files.ReadLinkAsync(path);
        if (!text.Ok)
            return null;
        return adjust && session.Files.Jail.IsConfined ? Adjust(session, path, text.Value) : text.Value;
    }

    /// <summary>A host path below the root loses the root's part, as if the link had been made inside.</summary>
    static string Adjust(Session session, string path, string text)
    {
        if (!text.StartsWith('/'))
            return VirtualPath.Combine(VirtualPath.Parent(path), text);
        return session.Files.Jail.FromHost(text) ?? text;
    }
}
