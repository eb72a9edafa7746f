using System.Globalization;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>Makes walks: phrases of one to four lines, most of them about files that are there, some about anything.</summary>
sealed class RandomWalk
{
    static readonly string[] Bare = ["PWD", "XPWD", "CDUP", "XCUP", "NOOP", "SYST", "STAT", "PASV", "EPSV", "FEAT", "HELP", "ABOR", "MLST", "QUIT", "SITE HELP", "REIN"];

    static readonly string[] OnPaths =
    [
        "CWD", "CWD", "CWD", "XCWD", "MKD", "XMKD", "RMD", "XRMD", "DELE", "SIZE", "MDTM", "MLST", "STAT", "RNFR", "RNTO", "SITE CHMOD", "SITE CHGRP", "CDUP", "PWD", "NOOP",
    ];

    static readonly string[] Downloads = ["LIST", "NLST", "MLSD", "RETR", "RETR", "LIST", "NLST"];
    static readonly string[] Uploads = ["STOR", "STOR", "APPE", "STOU"];

    static readonly string[] Others =
    [
        "TYPE A", "TYPE I", "TYPE", "TYPE E", "TYPE L 8", "TYPE L 7", "TYPE A N", "TYPE a t", "TYPE I x", "TYPE X", "MODE S", "MODE B", "MODE C", "MODE", "MODE s x",
        "STRU F", "STRU R", "STRU P", "STRU", "STRU x", "ALLO", "ALLO 10", "ALLO -1", "ALLO 99999999999999999999", "ALLO 10 R 20", "ALLO x", "REST 0", "REST 3", "REST -1",
        "REST x", "REST", "REST 99999999999", "RANG 0 3", "RANG 2 1", "RANG 1 100", "RANG x y", "RANG", "RANG 1", "RANG -1 5", "EPSV 1", "EPSV 2", "EPSV 3", "EPSV ALL", "EPSV all",
        "EPSV x", "PORT 1,2,3", "PORT 127,0,0,1,0,10", "PORT 10,0,0,1,200,1", "PORT", "PORT x", "PORT 127,0,0,1,256,1", "PORT 127,0,0,1,1,2,3", "EPRT |1|127.0.0.1|10|",
        "EPRT |2|::1|4000|", "EPRT |3|x|1|", "EPRT", "EPRT x", "EPRT |1|10.0.0.1|4000|", "EPRT |1|127.0.0.1|99999|", "LANG", "LANG en", "LANG fr_FR", "LANG xx", "LANG en_US.UTF-8",
        "CLNT walker 1.0", "CLNT", "HOST localhost", "HOST", "HOST a b", "HOST [::1]", "OPTS", "OPTS UTF8 ON", "OPTS UTF8 OFF", "OPTS UTF8", "OPTS MLST type;size;",
        "OPTS MLST", "OPTS MLST x;y", "OPTS MLST Type;Modify;Perm;Unique;UNIX.mode;UNIX.owner", "OPTS HASH", "OPTS x", "HELP SITE", "HELP RETR", "HELP x", "HELP retr x",
        "SITE", "SITE x", "SITE HELP CHMOD", "SITE chmod", "SITE CHGRP x", "SITE CHMOD 644", "USER alice", "USER", "USER x y", "PASS secret", "PASS", "PASS x", "ACCT x", "SMNT x",
        "AUTH TLS", "PBSZ 0", "PROT P", "CCC", "NOOP x", "PASV x", "PWD x", "CDUP x", "SYST x", "FEAT x", "QUIT x", "xyz", "retr", "STORE x", "A", "RETR\\x20",
        "\\x20PWD", "", "\\x20", "\\xFF\\xE9", "NO OP", "PWD\\x01", "MDTM 20200102030405 a", "MFMT 2020 a", "MFF a", "RNTO x", "CSID x", "GET / HTTP/1.0x", "XCRC a",
        "MD5 a", "HASH a", "MFCT 20200102030405 a", "COMB a b", "AVBL", "XSHA1 a", "TYPE I\\x00A", "pwd", "nOOp",
    ];

    static readonly string[] Modes = ["644", "0755", "u+x", "g-w", "a=r", "7777", "999", "abc", "+X", "u=rwx,go=", "4755", "000", "o+t", "-w", "+s", "8", "u", "", "1777"];
    static readonly string[] Groups = ["alice", "staff", "bob", "60010", "nosuch", "0", "trusted", "-1", "60001"];
    static readonly string[] Times = ["20200102030405", "20210228235960", "2020", "20201332000000", "19691231235959", "20380119031408", "20200102030405.123", "x", "21000101000000"];

    static readonly string[] Facts =
    [
        "Modify=20200102030405;", "UNIX.mode=0600;", "UNIX.group=staff;", "UNIX.group=60010;", "UNIX.owner=bob;", "Modify=20200102030405;UNIX.mode=0640;", "x=y;", "Modify", "UNIX.mode=999;",
        "Create=20200102030405;", "UNIX.mode=644", "Type=dir;", "",
    ];

    static readonly string[] Switches = ["-a", "-l", "-A", "-R", "-t", "-S", "-r", "-1", "-F", "-L", "-B", "-C", "-n", "-c", "-al", "-lart", "-x", "-lR", "-aF", "-lS", "-1a", "-Z", "-", "--"];
    static readonly string[] Globs = ["*", "*.txt", "?", "[a-c]*", "*/*", "d*", "[!a]*", "*/", "./*", "ln*", "\\\\*", "[", "{a,b}*", "**", ".*", "nothing*"];
    static readonly string[] Payloads = ["one\\n\ntwo", "{empty}", "no end\\c", "a\\r\\n\nb\\n\n\\r\\c", "{bytes 2000}", "0123456789\\c", "\\x00\\xFF\\r\\r\\n\n\\x1A\\c"];
    static readonly string[] New = ["new", "new dir", "new.txt", "n\xE9w", "-new", "sub/new", "docs/new", "{x 200}", "{x 300}", "new/deep", "N*W", "new\\x01", "incoming/new", ".new"];
    static readonly string[] Openings = ["PASV", "PASV", "PASV", "EPSV", "EPSV 1", "PORT {LISTEN}", "EPRT |1|127.0.0.1|{LISTENPORT}|"];

    readonly Random _random;
    readonly Ground _ground;
    readonly IReadOnlyList<FixtureEntry> _files;
    readonly string[] _paths;
    readonly string[] _regular;
    readonly List<WalkStep> _steps = [];
    string _session = "";

    RandomWalk(Random random, Ground ground, IReadOnlyList<FixtureEntry> files)
    {
        _random = random;
        _ground = ground;
        _files = files;
        _paths = [.. CommonFiles.Entries(files).Select(entry => entry.Path)];
        _regular = [.. CommonFiles.Entries(files).Where(entry => !entry.IsDirectory && entry.Target is null).Select(entry => entry.Path)];
    }

    /// <summary>A walk of at least so many lines.</summary>
    /// <param name="seed">Decides everything else.</param>
    public static Walk Make(Ground ground, int seed, int length)
    {
        var random = new Random(seed);
        var walk = new RandomWalk(random, ground, new RandomTree(random, ground).Entries());
        while (walk._steps.Count < length)
            walk.AddPhrase();
        return new Walk(string.Create(CultureInfo.InvariantCulture, $"A walk {ground.Name} ({seed})"), ground, walk._files, walk._steps);
    }

    void AddPhrase()
    {
        if (_session.Length == 0 || _random.Next(4) == 0)
            _session = Pick(_ground.Sessions);
        switch (_random.Next(20))
        {
            case < 4: Say(_random.Next(2) == 0 ? Pick(Bare) : Pick(Others)); break;
            case < 9: SayOnPath(Pick(OnPaths)); break;
            case < 13: Download(); break;
            case < 16: Upload(); break;
            case < 17: Rename(); break;
            case < 18: SayFacts(); break;
            case < 19 when _ground.Configuration.Contains("LoadModule mod_site_misc.c"): SayMisc(); break;
            case < 20 when _ground.Configuration.Contains("LoadModule mod_copy.c"): SayCopy(); break;
            default: Wander(); break;
        }
    }

    /// <summary>Goes to another directory, or back home.</summary>
    void Wander() => Say(_random.Next(3) == 0 ? $"CWD {Home}" : $"CWD {Path()}");

    void SayOnPath(string verb)
    {
        var argument = verb switch
        {
            "SITE CHMOD" => $"{Pick(Modes)} {Path()}",
            "SITE CHGRP" => $"{Pick(Groups)} {Path()}",
            _ => Path(),
        };
        Say($"{verb} {argument}");
    }

    void SayFacts()
    {
        if (_random.Next(2) == 0)
            Say($"MFMT {Pick(Times)} {Path()}");
        else
            Say($"MFF {Pick(Facts)} {Path()}");
    }

    void SayMisc() => Say(_random.Next(5) switch
    {
        0 => $"SITE SYMLINK {Path()} {Path()}",
        1 => $"SITE UTIME {Pick(Times)} {Path()}",
        2 => $"SITE RMDIR {Path()}",
        _ => $"SITE MKDIR {Path()}",
    });

    void SayCopy()
    {
        if (_ground.IsOpen && _random.Next(3) == 0)
        {
            var (from, to) = (Directory(), $"/{Escapes.Encode(Pick(New))}");
            if (to.StartsWith(from, StringComparison.Ordinal))
                return;
            if (_random.Next(2) == 0)
                Say($"SITE CPFR {from}");
            Say(_steps.LastOrDefault()?.Line == $"SITE CPFR {from}" ? $"SITE CPTO {to}" : $"SITE COPY {from} {to}");
            return;
        }

        if (_random.Next(4) == 0)
        {
            Say($"SITE COPY {Regular()} {Path()}");
            return;
        }

        Say($"SITE CPFR {Regular()}");
        if (_random.Next(8) == 0)
            AddPhrase();
        Say($"SITE CPTO {Path()}");
    }

    void Rename()
    {
        Say($"RNFR {Path()}");
        if (_random.Next(8) == 0)
            AddPhrase();
        Say($"RNTO {Path()}");
    }

    void Download()
    {
        var verb = Pick(Downloads);
        Restart();
        var argument = verb is "LIST" or "NLST" ? ListArgument() : Path();
        Say(argument.Length == 0 ? verb : $"{verb} {argument}", Opening());
    }

    void Upload()
    {
        var verb = Pick(Uploads);
        Restart();
        Say(verb == "STOU" ? verb : $"{verb} {Path()}", Pick(Openings));
    }

    /// <summary>Sometimes TYPE, REST or RANG, or several.</summary>
    void Restart()
    {
        if (_random.Next(4) == 0)
            Say(Pick(["TYPE A", "TYPE I"]));
        if (_random.Next(8) == 0)
            Say(Pick(["REST 3", "REST 1", "REST 100", "RANG 1 3", "RANG 0 0", "RANG 2 90", "REST 0"]));
    }

    /// <summary>Mostly one; after EPSV ALL and NLST always, for ProFTPD then waits for a connection that nobody can make.</summary>
    string Opening() => _random.Next(25) != 0 || _steps.Exists(step => MakesUpstreamWait(step.Line)) ? Pick(Openings) : "";

    static bool MakesUpstreamWait(string line) =>
        line.StartsWith("EPSV ALL", StringComparison.OrdinalIgnoreCase) || line.StartsWith("NLST", StringComparison.OrdinalIgnoreCase);

    string ListArgument()
    {
        var switches = _random.Next(3) == 0 ? Pick(Switches) : "";
        var path = _random.Next(4) switch
        {
            0 => "",
            1 => Escapes.Encode(Pick(Globs)),
            _ => Path(),
        };
        return switches.Length > 0 && path.Length > 0 ? $"{switches} {path}" : switches + path;
    }

    string Home => _ground.HomeOf(_session);

    /// <summary>A path in the transcripts' notation.</summary>
    string Path() => _random.Next(24) switch
    {
        0 => Pick([".", "..", "./", "../", "/", "//", "~", "~/a", "~bob", "~nosuch", "-", "*", "\\x20", "./..", "{x 255}/x", "../..", "../bob", "{x 900}"]),
        1 => $"{Existing()}/",
        2 => $"{Existing()}/x",
        3 => $"./{Existing()}",
        4 => $"docs/../{Existing()}",
        5 => $"{Home}//{Existing()}",
        6 => $"../{Ground.UserOf(_session)}/{Existing()}",
        < 11 => Escapes.Encode(Pick(New)),
        < 15 => $"{Home.TrimEnd('/')}/{Existing()}",
        _ => Existing(),
    };

    /// <summary>The path of a regular file below the session's home.</summary>
    string Regular()
    {
        var home = $"home/{Ground.UserOf(_session)}/";
        var candidates = _regular.Where(path => path.StartsWith(home, StringComparison.Ordinal)).ToArray();
        return candidates.Length == 0 ? "a" : $"{Home.TrimEnd('/')}/{Escapes.Encode(Pick(candidates)[home.Length..])}";
    }

    /// <summary>The path of a random directory below the session's home.</summary>
    string Directory()
    {
        var home = $"home/{Ground.UserOf(_session)}/";
        var candidates = _files.Where(file => file.IsDirectory && file.Path.StartsWith(home, StringComparison.Ordinal)).ToArray();
        return candidates.Length == 0 ? "/empty" : $"/{Escapes.Encode(Pick(candidates).Path[home.Length..].TrimEnd('/'))}";
    }

    /// <summary>The path of a file below the session's home, or a part of it.</summary>
    string Existing()
    {
        var home = $"home/{Ground.UserOf(_session)}/";
        var candidates = _paths.Where(path => path.StartsWith(home, StringComparison.Ordinal) && path != home).ToArray();
        if (candidates.Length == 0)
            return "a";
        var path = Pick(candidates)[home.Length..].TrimEnd('/');
        return Escapes.Encode(_random.Next(6) == 0 ? path[(path.LastIndexOf('/') + 1)..] : path);
    }

    void Say(string line, string opening = "")
    {
        if (_random.Next(40) == 0)
            line = line.ToLowerInvariant().Replace("{root}", "{ROOT}", StringComparison.Ordinal).Replace("{listen", "{LISTEN", StringComparison.Ordinal).Replace("port}", "PORT}", StringComparison.Ordinal);
        var step = new WalkStep(_session, opening, line, Pick(Payloads));
        if (!Exceptions.Cover(_ground, step))
            _steps.Add(step);
    }

    T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
