using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Creation;

/// <summary>UserOwner and GroupOwner: to whom what a session creates is given.</summary>
public static class Ownership
{
    public static readonly Feature Feature = new("UserOwner GroupOwner");

    /// <summary>A user's name; null leaves the file its creator's.</summary>
    public static readonly Directive<string?> UserOwner = Feature.Directive(
        new Directive<string?>("UserOwner", ConfigContext.Anonymous | ConfigContext.Directory, Name, null, MergeRule.Down));

    /// <summary>A group's name, <c>~</c> for the user's primary one; null leaves the file the group that the kernel chose.</summary>
    public static readonly Directive<string?> GroupOwner = Feature.Directive(
        new Directive<string?>(
            "GroupOwner", ConfigContext.Anonymous | ConfigContext.Directory | ConfigContext.FtpAccess, Name, null, MergeRule.Down));

    /// <summary>Gives away what was just created, as the scope says. A failure is logged; the command succeeds all the same.</summary>
    /// <param name="session">Who created it.</param>
    /// <param name="scope">The configuration of the path.</param>
    /// <param name="path">Absolute inside the jail; a link is not followed.</param>
    /// <param name="file">What is there, where it is open; else it is looked up, with the user's rights and as theirs.</param>
    public static async ValueTask ApplyAsync(Session session, ConfigScope scope, string path, Descriptor? file = null)
    {
        var uid = await UidAsync(session, scope);
        var gid = await GidAsync(session, scope);
        if (uid == SessionFiles.UnchangedOwner && gid == SessionFiles.UnchangedOwner)
            return;
        // Only the server may give files to another user. The group alone is changed by the user, who has to be a member: upstream tries as
        // root where the user is not one, and has given up the capability, unless there is a UserOwner anywhere that needs it.
        var asServer = uid != SessionFiles.UnchangedOwner || (!IsMember(session, gid) && HasUserOwner(session.Server.Root));
        var files = asServer ? session.Files.AsServer() : session.Files;
        var error = file is null ? await GiveAsync(session, files, path, uid, gid) : await files.ChangeOwnerAsync(file, uid, gid);
        Report(session, path, uid, gid, asServer || !IsMember(session, gid), error);
    }

    /// <summary>The server must not give away what somebody put in the way meanwhile.</summary>
    static async Task<Errno> GiveAsync(Session session, SessionFiles files, string path, uint uid, uint gid)
    {
        var found = await session.Files.OpenAsync(path, OpenFlags.Path | OpenFlags.NoFollow, 0, 0);
        if (!found.Ok)
            return found.Error;
        using var entry = found.Value.Descriptor;
        return session.Files.Identity is { } user && found.Value.Status.Uid != user.Uid ? Errno.EPERM : await files.ChangeOwnerAsync(entry, uid, gid);
    }

    /// <summary>A group that a client named, by name or by number; null when there is none of that name. -1 leaves the group as it is.</summary>
    public static async ValueTask<uint?> FindGroupAsync(Session session, string text)
    {
        if (await NameLookup.FindGidAsync(session, text) is { } gid)
            return gid;
        if (text == "-1")
            return SessionFiles.UnchangedOwner;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    static Parsed<string?> Name(DirectiveLine line) => line[0];

    static async ValueTask<uint> UidAsync(Session session, ConfigScope scope) =>
        scope.Get(UserOwner) is { } name ? await NameLookup.FindUidAsync(session, name) ?? SessionFiles.UnchangedOwner : SessionFiles.UnchangedOwner;

    static async ValueTask<uint> GidAsync(Session session, ConfigScope scope) => scope.Get(GroupOwner) switch
    {
        null => SessionFiles.UnchangedOwner,
        "~" => session.Login?.Identity.Gid ?? SessionFiles.UnchangedOwner,
        var name => await NameLookup.FindGidAsync(session, name) ?? SessionFiles.UnchangedOwner,
    };

    static bool HasUserOwner(ConfigScope scope) => scope.Has(UserOwner) || scope.Sections.Any(HasUserOwner);

    static bool IsMember(Session session, uint gid) => session.Files.Identity is not { } who || who.Gid == gid || who.Groups.Contains(gid);

    static void Report(Session session, string path, uint uid, uint gid, bool asServer, Errno error)
    {
        var who = asServer ? "root " : "";
        if (error != Errno.None)
        {
            session.Log.Write(LogLevel.Warning, $"{who}lchown({path}) failed: {error.Describe()}");
            return;
        }
        var given = (uid, gid) switch
        {
            (SessionFiles.UnchangedOwner, _) => $"GID {gid}",
            (_, SessionFiles.UnchangedOwner) => $"UID {uid}",
            _ => $"UID {uid}, GID {gid}",
        };
        session.Log.Debug(2, $"{who}lchown({path}) to {given} successful");
    }
}
