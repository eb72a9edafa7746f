using System.Globalization;

namespace ProftpdSharp.Utilities;

/// <summary>The options of ftpasswd: long names with one dash or two, in either case, shortened as far as they stay unique.</summary>
sealed class FtpasswdOptions
{
    static readonly string[] Flags =
    [
        "passwd", "group", "hash", "help", "force", "des", "md5", "sha256", "sha512", "stdin", "lock", "unlock", "change-home", "change-password",
        "delete-user", "delete-group", "enable-group-passwd", "not-previous-password", "not-system-password", "version",
    ];

    static readonly string[] Values = ["name", "uid", "gid", "home", "shell", "file", "gecos", "member", "add-member", "use-cracklib"];

    static readonly Dictionary<string, string> Letters = new()
    {
        ["h"] = "help",
        ["f"] = "force",
        ["l"] = "lock",
        ["u"] = "unlock",
        ["m"] = "member",
    };

    readonly HashSet<string> _flags = [];
    readonly Dictionary<string, string> _values = [];

    public List<string> Members { get; } = [];

    /// <summary>Members to be added to those that the group has.</summary>
    public List<string> AddedMembers { get; } = [];

    public bool Has(string flag) => _flags.Contains(flag);

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads the command line; what is not understood is said and left out.</summary>
    public static FtpasswdOptions Read(UtilityConsole console, string[] args)
    {
        var options = new FtpasswdOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-') || args[i].Length < 2)
                continue;
            var word = args[i].TrimStart('-');
            var equals = word.IndexOf('=');
            var given = (equals < 0 ? word : word[..equals]).ToLowerInvariant();
            var found = Find(given);
            if (found is not [var name])
                console.Error(found is [] ? $"Unknown option: {given}" : $"Option {given} is ambiguous ({string.Join(", ", found)})");
            else if (Flags.Contains(name))
                options._flags.Add(name);
            else if (equals >= 0)
                options.Set(console, name, UtilityConsole.Bytes(word[(equals + 1)..]));
            else if (i + 1 < args.Length && (name != "use-cracklib" || !args[i + 1].StartsWith('-')))
                options.Set(console, name, UtilityConsole.Bytes(args[++i]));
            else if (name == "use-cracklib")
                options.Set(console, name, "");
            else
                console.Error($"Option {given} requires an argument");
        }
        return options;
    }

    /// <summary>The options that a name, in small letters, may stand for.</summary>
    static List<string> Find(string given)
    {
        if (Letters.TryGetValue(given, out var letter))
            return [letter];
        var all = Flags.Concat(Values).ToList();
        return all.Contains(given) ? [given] : [.. all.Where(name => name.StartsWith(given, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    void Set(UtilityConsole console, string name, string value)
    {
        if (name is "uid" or "gid" && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            console.Error($"Value \"{value}\" invalid for option {name} (number expected)");
        else if (name == "member")
            Members.Add(value);
        else if (name == "add-member")
            AddedMembers.Add(value);
        else
            _values[name] = value;
    }
}
