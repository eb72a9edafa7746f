using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>Which entries of a directory a listing shows: HideFiles, HideUser, HideGroup, HideNoAccess, and limits that refuse the command on an entry.</summary>
public sealed class ListingRules(Session session)
{
    /// <summary>The rules for one listed directory, made once per listing.</summary>
    /// <param name="session">Whose listing.</param>
    /// <param name="command">LIST, NLST, MLSD, STAT.</param>
    /// <param name="directory">The directory as <see cref="AccessDecision.RealPath"/>.</param>
    public static ListingRules For(Session session, Command command, string directory) => throw new NotImplementedException();

    /// <summary>Whether the entry is shown. Waits only for symbolic links, which count as what they lead to.</summary>
    /// <param name="name">Its name in the directory; <c>.</c> and <c>..</c> are always shown.</param>
    /// <param name="status">Its lstat.</param>
    public ValueTask<bool> ShowsAsync(string name, FileStatus status) => throw new NotImplementedException(session.RemoteName);
}
