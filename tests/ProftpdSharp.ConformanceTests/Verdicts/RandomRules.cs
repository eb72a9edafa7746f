namespace ProftpdSharp.ConformanceTests.Verdicts;

/// <summary>A small random configuration of access rules, and commands to try on it.</summary>
/// <param name="seed">Decides everything.</param>
sealed class RandomRules(int seed)
{
    const string Home = "{ROOT}/home/alice";

    static readonly string[] Places =
        ["", "/*", "/docs", "/docs/*", "/docs/sub", "/d*", "/*/sub", "/*/a.txt", "/hello.txt", "/docs/a.txt", "/empty", "/empty/*", "/**", "/docs/", "/[de]*"];

    static readonly string[] Names =
    [
        "ALL", "READ", "WRITE", "DIRS", "STOR", "RETR", "CWD", "MKD", "DELE", "RNFR", "RNTO", "RMD", "SIZE", "MDTM", "APPE", "LIST", "NLST", "SITE_CHMOD", "MLST",
        "STOU", "CDUP", "PWD", "XMKD", "NOOP", "STAT", "MFMT", "HELP", "FEAT", "LOGIN",
    ];

    static readonly string[] Rules =
    [
        "AllowAll", "AllowAll", "DenyAll", "DenyAll", "AllowUser alice", "AllowUser bob", "AllowUser !alice", "AllowUser alice,bob", "AllowUser OR bob,carol",
        "AllowUser AND alice", "AllowUser AND alice,bob", "AllowUser regex ^a", "DenyUser alice", "DenyUser !bob", "DenyUser regex o", "AllowGroup staff",
        "AllowGroup staff,trusted", "AllowGroup !trusted", "AllowGroup OR trusted,bob", "DenyGroup trusted", "DenyGroup staff,!trusted", "AllowClass here",
        "DenyClass here", "AllowClass nowhere", "DenyClass !nowhere", "Allow from 127.0.0.1", "Allow from all", "Allow from none", "Allow from 10.0.0.0/8",
        "Allow from 127.0.0.0/8,10.0.0.1", "Allow from !10.0.0.1", "Allow from 127.0.", "Deny from all", "Deny from 127.0.0.1", "Deny from 10.0.0.0/8",
        "Deny from !127.0.0.1", "Deny from 127.0.0.0/24", "Deny from 127.", "AllowFilter ^[a-z/]+$", "AllowFilter hello", "DenyFilter docs", "IgnoreHidden on", "Order deny,allow",
        "Order allow,deny", "Order deny,allow",
    ];

    static readonly string[] InDirectory =
    [
        "DenyAll", "AllowAll", "HideFiles txt$", "HideFiles !^hello", "HideFiles ^docs user alice", "HideNoAccess on", "HideUser alice", "HideGroup !alice",
        "AllowOverwrite on", "AllowOverwrite off", "PathDenyFilter new", "PathAllowFilter ^[a-z./]+$", "DenyFilter ^zz", "Umask 077",
    ];

    static readonly string[] InServer = ["AllowOverwrite on", "PathDenyFilter \\.bad$", "DenyFilter ^zz", "AllowStoreRestart on", "Umask 027", "DefaultRoot ~"];

    static readonly string[] Targets =
    [
        "hello.txt", "docs", "docs/a.txt", "docs/b.txt", "docs/sub", "docs/sub/deep.txt", "empty", "link", ".hidden", "new", "docs/new", "empty/new", "docs/sub/new",
        "nothing/new", "readonly/fixed.txt", "locked/inside.txt",
    ];

    static readonly string[] Listings =
    [
        "LIST", "LIST", "LIST -a", "LIST -d", "LIST -R", "NLST", "NLST", "NLST -a", "MLSD", "MLSD", "MLST", "MLST", "STAT", "STAT",
    ];

    static readonly string[] Patterns = ["*", "*.txt", "docs/*", "d*", "*/*", "docs/*.txt", "nothing/*", "[el]*", ".", "..", "link", "dangling", "docs/"];

    static readonly string[] Commands =
    [
        "CWD", "CWD", "CDUP", "PWD", "MKD", "XMKD", "RMD", "XRMD", "DELE", "SIZE", "MDTM", "SITE CHMOD 644", "SITE CHGRP alice", "RETR", "RETR", "STOR", "STOR", "APPE", "STOU",
        "MFMT 20200102030405", "NOOP", "HELP", "FEAT", "RNFR", "RNFR", "SYST", "XCWD", "XPWD",
        "MFF UNIX.mode=644;", "OPTS UTF8 ON", "SITE HELP", "RANG 0 1", "LANG en_US", "REST 0", "ALLO 1",
        .. Listings,
    ];

    /// <summary>Commands without a path.</summary>
    static readonly HashSet<string> Bare = ["OPTS UTF8 ON", "SITE HELP", "RANG 0 1", "LANG en_US", "REST 0", "ALLO 1", "CDUP", "PWD", "XPWD", "NOOP", "HELP", "FEAT", "SYST", "STOU"];

    readonly Random _random = new(seed);
    readonly List<string> _lines = [];
    readonly HashSet<string> _taken = [];

    /// <summary>The lines of the configuration, to be read with common.conf's.</summary>
    public IReadOnlyList<string> Configuration()
    {
        _lines.AddRange(["<Class here>", " From 127.0.0.0/8", "</Class>"]);
        for (var count = _random.Next(3); count > 0; count--)
            AddOnce(Pick(InServer), "");
        for (var count = _random.Next(3); count > 0; count--)
            Limit(" ");
        for (var count = 1 + _random.Next(4); count > 0; count--)
            Directory(" ");
        if (_random.Next(4) == 0)
            Section("<Global>", "</Global>");
        if (_random.Next(4) == 0)
            Section($"<{Pick(["IfUser alice", "IfUser !alice", "IfGroup trusted", "IfClass here", "IfUser regex ^b"])}>", null);
        return _lines;
    }

    /// <summary>Lines of the control channel; their paths are relative or below <c>{ROOT}</c>.</summary>
    public IReadOnlyList<string> Dialogue(int length)
    {
        var lines = new List<string>();
        // After an RNFR that is accepted nothing but RNTO is.
        while (lines.Count < length)
            lines.Add(Command(lines is [.., ['R', 'N', 'F', ..]] ? "RNTO" : Pick(Commands)));
        return lines;
    }

    string Command(string verb)
    {
        if (Bare.Contains(verb))
            return verb;
        var target = Pick(Targets);
        // Ours judges them by the real path, upstream by a relative one as it is: a difference on purpose.
        var isAbsolute = verb is "MLSD" or "MLST";
        if (Listings.Contains(verb) && _random.Next(3) == 0)
        {
            // Ours judges MLSD by the real path, upstream `x/..` by what is in x; LIST -R goes through what a pattern matched in ways of its own.
            var pattern = isAbsolute || verb == "LIST -R" ? Pick(Targets) : Pick(Patterns);
            // Upstream's session dies of LIST -d without a path.
            return verb != "LIST -d" && _random.Next(3) == 0 ? verb : $"{verb} {(_random.Next(2) == 0 && !isAbsolute ? pattern : $"{Home}/{pattern}")}";
        }

        return $"{verb} {(_random.Next(3) == 0 && !isAbsolute ? target : $"{Home}/{target}")}";
    }

    void Section(string open, string? close)
    {
        if (close is null)
            _lines.Insert(0, "LoadModule mod_ifsession.c");
        _lines.Add(open);
        Limit("  ");
        if (_random.Next(2) == 0)
            Directory("  ");
        _lines.Add(close ?? $"</{open[1..].Split(' ')[0]}>");
    }

    void Directory(string indent)
    {
        var name = Pick(Places);
        if (!_taken.Add(name))
            return;
        _lines.Add($"{indent}<Directory {Home}{name}>");
        for (var count = _random.Next(3); count > 0; count--)
            AddOnce(Pick(InDirectory), indent + " ");
        for (var count = _random.Next(3); count > 0; count--)
            Limit(indent + " ");
        _lines.Add($"{indent}</Directory>");
    }

    void Limit(string indent)
    {
        var names = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pick(Names)).Where(name => name != "LOGIN" || _random.Next(4) == 0).Append(Pick(Names[..6])).Distinct();
        _lines.Add($"{indent}<Limit {string.Join(' ', names)}>");
        for (var count = 1 + _random.Next(3); count > 0; count--)
            _lines.Add($"{indent} {Pick(Rules)}");
        _lines.Add($"{indent}</Limit>");
    }

    void AddOnce(string line, string indent)
    {
        if (_lines.Count == 0 || _lines[^1] != indent + line)
            _lines.Add(indent + line);
    }

    string Pick(string[] from) => from[_random.Next(from.Length)];
}
