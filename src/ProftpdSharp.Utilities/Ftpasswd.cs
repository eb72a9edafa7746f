using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpasswd: makes and changes entries of AuthUserFile and AuthGroupFile, and hashes passwords.</summary>
static class Ftpasswd
{
    const int NoSuchUser = 1;
    const int SamePassword = 2;
    const int SystemPassword = 4;
    const int RelativeHome = 8;
    const int Wrong = 255;

    public static int Run(UtilityConsole console, string[] args)
    {
        var options = FtpasswdOptions.Read(console, args);
        if (options.Has("help"))
        {
            console.Output.Write(FtpasswdHelp.Text);
            return 0;
        }
        if (options.Has("version"))
        {
            console.Line("1.3.0");
            return 0;
        }
        switch (new[] { "passwd", "group", "hash" }.Count(options.Has))
        {
            case 0:
                console.Line("ftpasswd: missing required --passwd or --group\nftpasswd: use ftpasswd --help for details on usage\n");
                return Wrong;
            case > 1:
                return Refuse(console, "please use *one*: --passwd, --group, or --hash", Wrong);
        }
        if (options.Has("hash"))
            return Hash(console, options);
        var path = options["file"] ?? (options.Has("group") ? "./ftpd.group" : "./ftpd.passwd");
        if (options["file"] is not null)
            console.Line($"ftpasswd: using alternate file: {path}");
        return options.Has("group") ? Group(console, options, path) : User(console, options, path);
    }

    static int Hash(UtilityConsole console, FtpasswdOptions options)
    {
        if (FtpasswdHash.Ask(console, options) is not { } password)
            return Wrong;
        console.Line($"ftpasswd: {FtpasswdHash.Make(password, options)}");
        return 0;
    }

    static int User(UtilityConsole console, FtpasswdOptions options, string path)
    {
        var name = options["name"];
        if (name is null)
            return Refuse(console, "--passwd: missing required argument: --name", Wrong);
        if (name.Contains(':') || name.Contains('\n'))
            return Refuse(console, "--passwd: a user name may not hold a colon", Wrong);
        if (options["home"] is { } home && CheckHome(console, home) is var status && status != 0)
            return status;
        var file = FtpasswdFile.Read(path, options.Has("force"));
        var isChange = new[] { "change-home", "change-password", "lock", "unlock", "delete-user" }.Any(options.Has);
        if (isChange && file.Find(name) is null)
            return Refuse(console, $"error: no such user {name} in {path}", NoSuchUser);
        if (isChange)
            return Change(console, options, file, file.Find(name)!);
        foreach (var required in new[] { "home", "shell", "uid" })
        {
            if (options[required] is null)
                return Refuse(console, $"--passwd: missing required argument: --{required}", Wrong);
        }
        if (options["gid"] is null)
            console.Line("ftpasswd: --passwd: missing --gid argument: default gid set to uid");
        return SetUser(console, options, file, name);
    }

    static int SetUser(UtilityConsole console, FtpasswdOptions options, FtpasswdFile file, string name)
    {
        var present = file.Find(name);
        console.Line($"ftpasswd: {(present is null ? "creating" : "updating")} passwd entry for user {name}");
        WarnAboutShell(console, options["shell"]!);
        if (NewPassword(console, options, present, out var status) is not { } hash)
            return status;
        file.Set(
            name, hash, options["uid"]!, options["gid"] ?? options["uid"]!, options["gecos"] ?? present?.ElementAtOrDefault(4) ?? "",
            options["home"]!, options["shell"]!);
        file.Write();
        console.Line($"ftpasswd: entry {(present is null ? "created" : "updated")}");
        return 0;
    }

    static int Change(UtilityConsole console, FtpasswdOptions options, FtpasswdFile file, string[] entry)
    {
        console.Line($"ftpasswd: updating passwd entry for user {entry[0]}");
        if (options.Has("delete-user"))
        {
            file.Remove(entry[0]);
            file.Write();
            console.Line("ftpasswd: entry deleted");
            return 0;
        }
        if (options.Has("change-home") && options["home"] is null)
            return Refuse(console, "--passwd: missing required argument: --home", Wrong);
        if (options.Has("change-home"))
            entry[5] = options["home"]!;
        if (options.Has("lock") && !entry[1].StartsWith('!'))
            entry[1] = "!" + entry[1];
        if (options.Has("unlock"))
            entry[1] = entry[1].TrimStart('!');
        if (options.Has("change-password"))
        {
            if (NewPassword(console, options, entry, out var status) is not { } hash)
                return status;
            entry[1] = hash;
        }
        file.Set(entry);
        file.Write();
        console.Line("ftpasswd: entry updated");
        return 0;
    }

    /// <summary>Asks for a password until it is acceptable; from a script, one that is not ends the program.</summary>
    static string? NewPassword(UtilityConsole console, FtpasswdOptions options, string[]? present, out int status)
    {
        while (true)
        {
            status = Wrong;
            if (FtpasswdHash.Ask(console, options) is not { } password)
                return null;
            var comparesPrevious = options.Has("not-previous-password") || options.Has("change-password");
            if (comparesPrevious && present is not null && FtpasswdHash.Matches(password, present[1]))
            {
                status = Refuse(console, "error: password matches current password", SamePassword);
            }
            else if (options.Has("not-system-password") && Shadow.Find(options["name"]!) is { Ok: true } account
                && FtpasswdHash.Matches(password, account.Value.Hash))
            {
                status = Refuse(console, "error: password matches system password", SystemPassword);
            }
            else
            {
                return FtpasswdHash.Make(password, options);
            }
            if (options.Has("stdin"))
                return null;
        }
    }

    static int Group(UtilityConsole console, FtpasswdOptions options, string path)
    {
        var name = options["name"];
        if (options["gid"] is null && !options.Has("delete-group") && options.AddedMembers.Count == 0)
            return Refuse(console, "--group: missing required argument: --gid", Wrong);
        if (name is null)
            return Refuse(console, "--group: missing required argument: --name", Wrong);
        var file = FtpasswdFile.Read(path, options.Has("force"));
        var present = file.Find(name);
        console.Line($"ftpasswd: {(present is null ? "creating" : "updating")} group entry for group {name}");
        if (options.Has("delete-group"))
        {
            file.Remove(name);
            file.Write();
            console.Line("ftpasswd: entry deleted");
            return 0;
        }
        return SetGroup(console, options, file, name, present);
    }

    static int SetGroup(UtilityConsole console, FtpasswdOptions options, FtpasswdFile file, string name, string[]? present)
    {
        if (present is null && options["gid"] is null)
            return Refuse(console, "--group: missing required argument: --gid", Wrong);
        var password = present?[1] ?? "x";
        if (options.Has("enable-group-passwd"))
        {
            if (FtpasswdHash.Ask(console, options) is not { } typed)
                return Wrong;
            password = FtpasswdHash.Make(typed, options);
        }
        var had = present?.ElementAtOrDefault(3)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var members = (options.Members.Count > 0 ? options.Members : [.. had]).Union(options.AddedMembers);
        file.Set(name, password, options["gid"] ?? present![2], string.Join(',', members));
        file.Write();
        console.Line($"ftpasswd: entry {(present is null ? "created" : "updated")}");
        return 0;
    }

    static int CheckHome(UtilityConsole console, string home)
    {
        if (!Files.StatAt(Descriptor.WorkingDirectory, home).Ok)
            return Refuse(console, $"--home {home} does not exist", 2);
        return home.StartsWith('/') ? 0 : Refuse(console, "--home: relative path given for home directory", RelativeHome);
    }

    static void WarnAboutShell(UtilityConsole console, string shell)
    {
        if (File.Exists("/etc/shells") && File.ReadLines("/etc/shells").Any(line => line.Trim() == shell))
            return;
        console.Line($"\nftpasswd: {shell} is not among the valid system shells.  Use of");
        console.Line("ftpasswd: \"RequireValidShell off\" may be required, and the PAM");
        console.Line("ftpasswd: module configuration may need to be adjusted.\n");
    }

    static int Refuse(UtilityConsole console, string reason, int status)
    {
        console.Line($"ftpasswd: {reason}");
        return status;
    }
}
