using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>The users and groups of the files of a session's server. The files are read for every question, so a change holds at once.</summary>
sealed class FileSource(Session session) : AuthSource("mod_auth_file")
{
    AccountFile? Users => session.Server.Root.Get(AccountFiles.AuthUserFile);

    AccountFile? Groups => session.Server.Root.Get(AccountFiles.AuthGroupFile);

    public override async Task<UserEntry?> FindUserAsync(string name) => (await FindAsync(user => user.Name == name))?.Entry;

    public override async Task<UserEntry?> FindUserAsync(uint uid) => (await FindAsync(user => user.Uid == uid))?.Entry;

    public override Task<GroupEntry?> FindGroupAsync(string name) => FindGroupAsync(group => group.Name == name);

    public override Task<GroupEntry?> FindGroupAsync(uint gid) => FindGroupAsync(group => group.Gid == gid);

    public override async Task<IReadOnlyList<GroupEntry>?> FindGroupsOfAsync(UserEntry user)
    {
        if (Groups is null || await FindUserAsync(user.Name) is null)
            return null;
        var groups = new List<GroupEntry>();
        await FindGroupAsync(group =>
        {
            if (group.Gid == user.Gid || group.Members.Contains(user.Name))
                groups.Add(group with { Members = [] });
            return false;
        });
        return groups;
    }

    public override async Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash)
    {
        if (await FindAsync(other => other.Name == user.Name) is not { } known)
            return AuthVerdict.Declined;
        var isRight = await session.Host.CryptWorkers.RunAsync(() => Crypt.Verify(password.Bytes, hash ?? known.Hash));
        return isRight ? AuthVerdict.Accepted : AuthVerdict.BadPassword;
    }

    Task<FileUser?> FindAsync(Func<UserEntry, bool> wanted)
    {
        if (Users is not { } file)
            return Task.FromResult<FileUser?>(null);
        return ReadAsync("AuthUserFile", file, (line, number) =>
        {
            var user = AccountLines.ReadUser(line, number, out var complaint);
            Complain(complaint);
            return user is not null && wanted(user.Entry) && file.Admits(user.Entry.Name, user.Entry.Uid, user.Entry.Home) ? user : null;
        });
    }

    Task<GroupEntry?> FindGroupAsync(Func<GroupEntry, bool> wanted)
    {
        if (Groups is not { } file)
            return Task.FromResult<GroupEntry?>(null);
        return ReadAsync("AuthGroupFile", file, (line, number) =>
        {
            var group = AccountLines.ReadGroup(line, number, out var complaint);
            Complain(complaint);
            return group is not null && file.Admits(group.Name, group.Gid) && wanted(group) ? group : null;
        });
    }

    /// <summary>Only lines that are no entry at all are spoken of while serving.</summary>
    void Complain(string? complaint)
    {
        if (complaint?.StartsWith("Malformed", StringComparison.Ordinal) == true)
            session.Log.Error(complaint);
    }

    async Task<T?> ReadAsync<T>(string directive, AccountFile file, LineReader<T> read)
        where T : class
    {
        // The files lie outside of every jail and belong to the administrator.
        var opened = await session.Host.FileWorkers.Host.OpenReadAsync(file.Path);
        if (!opened.Ok)
        {
            session.Log.Error($"error: unable to open {directive} file '{file.Path}': {opened.Error.Describe()}");
            return null;
        }
        using var descriptor = opened.Value.Descriptor;
        return await session.Host.NameWorkers.RunAsync(() => AccountLines.Find(descriptor, read));
    }
}
