using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>The configuration of a session as the directories are at the moment: the server with what .ftpaccess files add to it.</summary>
/// <param name="session">Whose.</param>
/// <param name="server">The session's server, or one derived from it.</param>
/// <param name="anonymous">The session's Anonymous section inside that server; null for others.</param>
sealed class ConfigurationView(Session session, VirtualServer server, ConfigScope? anonymous)
{
    /// <summary>The matched Directory, else the Anonymous section, else the server.</summary>
    /// <param name="realPath">Absolute inside the jail, links followed.</param>
    public ConfigScope ScopeOf(string realPath) =>
        DirectoryMatch.Find(server, anonymous, session.Files.Jail.ToHost(realPath), anonymous is null ? null : session.Files.Jail.HostPath)
        ?? anonymous ?? server.Root;

    /// <summary>Whether listings hide what is at a path.</summary>
    public async ValueTask<bool> HidesAsync(string realPath, FileStatus status, LimitSubject who)
    {
        return HidesName(realPath, who) || await HidesOwnerAsync(ScopeOf(realPath), status);
    }

    /// <summary>Whether HideFiles hides a name, whether there is something of that name or not.</summary>
    public bool HidesName(string realPath, LimitSubject who) =>
        HideRules.FilesLine(ScopeOf(VirtualPath.Parent(realPath)), who)?.Hides(VirtualPath.Name(realPath)) == true;

    /// <summary>Whether HideUser, HideGroup or HideNoAccess of an entry's own section hide it.</summary>
    public async ValueTask<bool> HidesOwnerAsync(ConfigScope entry, FileStatus status)
    {
        var identity = session.Files.Identity;
        foreach (var record in entry.All(HideRules.HideUser))
        {
            if (await IsHiddenAsync(record.Value!, status.Uid, identity?.Uid, NameLookup.FindUidAsync))
                return true;
        }
        foreach (var record in entry.All(HideRules.HideGroup))
        {
            if (await IsHiddenAsync(record.Value!, status.Gid, identity?.Gid, NameLookup.FindGidAsync))
                return true;
        }
        return entry.Get(HideRules.HideNoAccess) && !HideRules.HasAccess(status, identity);
    }

    async ValueTask<bool> IsHiddenAsync(HiddenOwner hidden, uint owner, uint? own, Func<Session, string, ValueTask<uint?>> find)
    {
        var id = hidden.Name == "~" ? own : await find(session, hidden.Name);
        return id is not null && owner == id != hidden.IsNegated;
    }
}
