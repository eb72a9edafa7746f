using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Auth;

/// <summary>
/// Makes one home directory: the directories on the way, the home, and copies of the skeleton's files. It belongs to the server until it is
/// complete, so that nobody can put links in the way of what is written into it.
/// </summary>
sealed class HomeMaker
{
    const uint OwnerOnly = 0x1c0; // 0700
    const uint Permissions = 0x1ff; // 0777
    const uint WithSticky = 0x3ff; // 1777
    const uint RegularFile = 0x8000;

    readonly Session _session;
    readonly HomeTemplate _template;
    readonly SessionFiles _files;
    readonly FileIdentity _user;

    /// <summary>The group of the home and of the directories above it; what is copied into it has the user's.</summary>
    readonly uint _homeGid;
    readonly string _home;
    readonly uint _umask;

    HomeMaker(LoginCandidate login, HomeTemplate template, string home)
    {
        _session = login.Session;
        _template = template;
        _home = home;
        _user = login.State.Identity;
        _homeGid = template.HomeGid ?? _user.Gid;
        _files = template.AsUser ? new SessionFiles(_session.Host.FileWorkers, _user with { Gid = _homeGid }) : _session.Host.FileWorkers.Host;
        // Upstream has no mask at this point of a login unless one is configured.
        _umask = CreationMask.ConfiguredForDirectories(_session.Server.Root) ?? 0;
    }

    /// <summary>Makes the home of a login where CreateHome asks for it and there is none. What fails is logged, and the login goes on.</summary>
    public static async Task RunAsync(LoginCandidate login)
    {
        var home = VirtualPath.Clean(login.User.Home);
        if (login.Session.Server.Root.Get(HomeCreation.CreateHome) is not { } template || !login.User.Home.StartsWith('/'))
            return;
        var maker = new HomeMaker(login, template, home);
        var error = (await login.Session.Host.FileWorkers.Host.StatusAsync(home)).Error;
        if (error == Errno.ENOENT)
            await maker.MakeAsync();
        else
            maker.Report(error, $"error checking '{home}'");
    }

    async Task MakeAsync()
    {
        for (var end = _home.IndexOf('/', 1); end > 0; end = _home.IndexOf('/', end + 1))
            await MakeParentAsync(_home[..end]);
        if (!Report(await _files.MakeDirectoryAsync(_home, 0, OwnerOnly), $"error creating '{_home}'"))
            return;
        if (_template.Skeleton is { } skeleton)
            await CopyDirectoryAsync(skeleton, _home);
        // The owner last: once the path is the user's, it may be something else.
        Report(await _files.ChangeModeAsync(_home, _template.Mode & Permissions & ~_umask), $"CreateHome: error chmod'ing '{_home}'");
        await GiveOwnerAsync(_home, _homeGid);
    }

    async Task MakeParentAsync(string path)
    {
        if ((await _files.StatusAsync(path)).Ok)
            return;
        if (Report(await _files.MakeDirectoryAsync(path, _umask, _template.DirectoryMode & Permissions), $"error creating '{path}'") && !_template.AsUser)
            await _files.ChangeOwnerAsync(path, _template.DirectoryUid ?? _user.Uid, _template.DirectoryGid ?? _homeGid, follow: false);
    }

    async Task CopyDirectoryAsync(string from, string to)
    {
        var opened = await _files.OpenDirectoryAsync(from);
        if (!Report(opened.Error, $"error opening '{from}'"))
            return;
        using var directory = opened.Value!;
        while (await directory.ReadAsync() is { Ok: true, Value.Count: > 0 } batch)
        {
            foreach (var entry in batch.Value.Where(entry => entry.Name is not ("." or "..") && entry.Status.Ok))
                await CopyEntryAsync($"{from}/{entry.Name}", $"{to}/{entry.Name}", entry.Status.Value);
        }
    }

    /// <summary>Sockets, FIFOs and devices are left out.</summary>
    async Task CopyEntryAsync(string from, string to, FileStatus status)
    {
        switch (status.Kind)
        {
            case FileKind.Directory when Report(await _files.MakeDirectoryAsync(to, 0, OwnerOnly), $"error creating '{to}'"):
                await CopyDirectoryAsync(from, to);
                await GiveAsync(to, status.Permissions & WithSticky);
                break;
            case FileKind.Regular:
                if ((await _files.CopyAsync(from, to, OwnerOnly)).Complaint(from, to) is { } complaint)
                    _session.Log.Notice(complaint);
                await GiveAsync(to, status.Permissions & Permissions);
                break;
            case FileKind.SymbolicLink:
                await CopyLinkAsync(from, to);
                break;
        }
    }

    async Task CopyLinkAsync(string from, string to)
    {
        var text = await _files.ReadLinkAsync(from);
        if (text.Ok)
            Report(await _files.MakeLinkAsync(to, text.Value), $"error symlinking '{text.Value}' to '{to}'");
    }

    /// <summary>Something inside the home, where nobody else can be yet.</summary>
    async Task GiveAsync(string path, uint mode)
    {
        await GiveOwnerAsync(path, _user.Gid);
        Report(await _files.ChangeModeAsync(path, mode), $"CreateHome: error chmod'ing '{path}' to {Convert.ToString(RegularFile | mode, 8)}");
    }

    async Task GiveOwnerAsync(string path, uint gid) =>
        Report(await _files.ChangeOwnerAsync(path, _user.Uid, gid, follow: false), $"CreateHome: error chown'ing '{path}' to {_user.Uid}/{gid}");

    bool Report(Errno error, string what)
    {
        if (error != Errno.None)
            _session.Log.Notice($"{what}: {error.Describe()}");
        return error == Errno.None;
    }
}
