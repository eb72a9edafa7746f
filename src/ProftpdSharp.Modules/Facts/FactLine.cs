using System.Globalization;
using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Facts;

/// <summary>Writes the facts of one file (RFC 3659 section 7).</summary>
/// <param name="session">Whose listing.</param>
/// <param name="scope">The configuration of the listed path.</param>
/// <param name="showLinks">Whether a link is a link; else it has the type of what it leads to.</param>
sealed class FactLine(Session session, ConfigScope scope, bool showLinks)
{
    readonly Fact _facts = FactsSettings.InForce(session);
    readonly uint? _fakeMode = scope.Get(Disguise.DirFakeMode);

    /// <summary>The line; null when there is nothing at the path, nor behind it where it is a link.</summary>
    /// <param name="shown">The name to show.</param>
    /// <param name="path">Absolute inside the jail.</param>
    /// <param name="status">Its lstat.</param>
    public async ValueTask<string?> WriteAsync(string shown, string path, FileStatus status)
    {
        // Upstream tells the size and the mode of a link, and the identity and the rights of its target.
        var target = status.IsSymbolicLink ? await session.Files.StatusAsync(path) : status;
        if (!target.Ok)
            return null;
        var text = new StringBuilder();
        Append(text, Fact.Modify, ListingTime.Utc(status.Modified).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
        Append(text, Fact.Perm, await RightsAsync(path, status.IsDirectory, target.Value));
        if (!status.IsDirectory || _fakeMode is not null)
            Append(text, Fact.Size, Number(status.Size));
        Append(text, Fact.Type, await TypeAsync(shown, path, status, target.Value));
        Append(text, Fact.Unique, $"{target.Value.Device:X}U{target.Value.Inode:X}");
        var (owner, group) = (Disguise.User(session, scope), Disguise.Group(session, scope));
        Append(text, Fact.UnixGroup, Number((group is null ? null : await NameLookup.FindGidAsync(session, group)) ?? status.Gid));
        // As upstream: the names are always the session's own, or DirFakeUser's.
        Append(text, Fact.UnixGroupName, group ?? session.Login?.GroupName ?? "");
        Append(text, Fact.UnixMode, "0" + Convert.ToString((int)(_fakeMode ?? status.Permissions), 8));
        Append(text, Fact.UnixOwner, Number((owner is null ? null : await NameLookup.FindUidAsync(session, owner)) ?? status.Uid));
        Append(text, Fact.UnixOwnerName, owner ?? session.Login?.UserName ?? "");
        return text.Append(' ').Append(shown).ToString();
    }

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    void Append(StringBuilder text, Fact fact, string value)
    {
        if (_facts.HasFlag(fact))
            text.Append(FactNames.NameOf(fact)).Append('=').Append(value).Append(';');
    }

    async ValueTask<string> TypeAsync(string shown, string path, FileStatus status, FileStatus target)
    {
        if (showLinks && status.IsSymbolicLink)
        {
            return FactsSettings.Has(session, FactsOption.UseSlink)
                ? $"OS.unix=slink:{await TargetAsync(path)}"
                : "OS.unix=symlink";
        }
        if (!target.IsDirectory)
            return "file";
        return shown switch
        {
            "." => "cdir",
            ".." => "pdir",
            _ => "dir",
        };
    }

    /// <summary>As upstream: what the text of the link would lead to from the working directory.</summary>
    async ValueTask<string> TargetAsync(string link) =>
        await session.Files.BestPathAsync(VirtualPath.Combine(session.WorkingDirectory, (await session.Files.ReadLinkAsync(link)).Value ?? ""));

    /// <summary>What the user may do, in the letters of RFC 3659 section 7.5.5 as upstream picks them.</summary>
    async ValueTask<string> RightsAsync(string path, bool isDirectory, FileStatus target)
    {
        var may = session.Files.HonoursAccessLists && await session.Files.RightsAsync(path) is { Ok: true } granted ? granted.Value : Access(target);
        if (isDirectory)
            return $"{((may & 4) != 0 ? "fl" : "")}{((may & 2) != 0 ? "cdmp" : "")}{((may & 1) != 0 ? "e" : "")}";
        return $"{((may & 4) != 0 ? "a" : "")}dfr{((may & 2) != 0 ? "w" : "")}";
    }

    /// <summary>As upstream: the bits rwx of all that the user is, be it owner, member of the group or anybody. The kernel would ask the first of them only.</summary>
    uint Access(in FileStatus status)
    {
        if (session.Files.Identity is not { Uid: not 0 } who)
            return 7;
        var owners = who.Uid == status.Uid ? status.Mode >> 6 : 0;
        var members = who.Gid == status.Gid || who.Groups.Contains(status.Gid) ? status.Mode >> 3 : 0;
        return (owners | members | status.Mode) & 7;
    }
}
