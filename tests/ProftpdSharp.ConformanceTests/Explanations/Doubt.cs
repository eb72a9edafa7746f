using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.Daemon.Explaining;

namespace ProftpdSharp.ConformanceTests.Explanations;

/// <summary>What an explanation cannot know about a dialogue, because nothing in it was carried out.</summary>
sealed class Doubt
{
    /// <summary>What the kernel says to a change that no rule speaks against.</summary>
    static readonly string[] OfTheKernel =
    [
        "Permission denied", "Operation not permitted", "No such file or directory", "File exists", "Is a directory", "Not a directory", "Directory not empty",
        "Invalid argument", "File name too long", "Device or resource busy", "No space left on device",
    ];

    /// <summary>They act on the session itself, on TLS, which is taken for granted, or on the languages of the server's environment.</summary>
    static readonly HashSet<string> AboutTheSession = new(
        ["USER", "PASS", "ACCT", "REIN", "ABOR", "HOST", "AUTH", "LANG"], StringComparer.OrdinalIgnoreCase);

    static readonly HashSet<string> AboutTls = ["PBSZ", "PROT", "CCC", "SSCN"];

    /// <summary>Directives that refuse a login for its password, for other sessions or for want of TLS.</summary>
    static readonly string[] AboutLogins = ["Protocols", "UserPassword", "AuthUsingAlias", "MaxPasswordSize", "MaxClients", "MaxHostsPerUser", "TLSRequired"];

    readonly HashSet<string> _changed = [];
    bool _hasListed;
    bool _isRestartUnknown;

    /// <summary>Whether logins of a scenario are refused for what an explanation takes for granted.</summary>
    public static bool CoversLogins(Scenario scenario) =>
        scenario.Configuration.Any(line => Array.Exists(AboutLogins, name => line.TrimStart().StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether an explanation need not know the refusal of a command.</summary>
    public bool Covers(ToldCommand command, Explanation explanation)
    {
        var reply = command.Reply!;
        // A line that is no command, which nobody asks about.
        if (explanation.Command is not { } parsed || AboutTheSession.Contains(parsed.Verb))
            return true;
        // TLS is taken for granted.
        if (AboutTls.Contains(parsed.Verb) && (reply.EndsWith("not understood", StringComparison.Ordinal) || reply.EndsWith("insecure control connection", StringComparison.Ordinal)))
            return true;
        // An explanation is asked for in the server's own characters; a client's would be converted first.
        if (command.Text.Any(letter => letter > '\x7F'))
            return true;
        if (reply.Contains("SSL/TLS required", StringComparison.Ordinal) || parsed.Verb is "RNTO" or "SITE" && reply.StartsWith("503", StringComparison.Ordinal))
            return true;
        if (_changed.Overlaps(NamesIn(command.Text)))
            return true;
        // A listener of the client's, which there is none of.
        if (command.Text.Contains("{LISTEN", StringComparison.Ordinal))
            return true;
        // A listing leaves the settings in force of the directory where it ended; and a login sets the type of transfers, which REST depends on.
        if (_hasListed && reply.EndsWith("Forbidden filename", StringComparison.Ordinal) || _isRestartUnknown && reply.Contains("REST not compatible", StringComparison.Ordinal))
            return true;
        return IsOfTheKernel(explanation, reply);
    }

    /// <summary>Whether every rule was asked and allowed a command, and then the kernel did not.</summary>
    public static bool IsOfTheKernel(Explanation explanation, string reply) =>
        explanation.Trial is { IsWithheld: true, Decision.Allowed: true, Setting: null } && Array.Exists(OfTheKernel, text => reply.EndsWith(text, StringComparison.Ordinal));

    /// <summary>Files that the dialogue changed are not as the explanation sees them.</summary>
    public void Learn(ToldCommand command, Explanation explanation)
    {
        _hasListed |= command.Text.StartsWith("LIST -R", StringComparison.Ordinal);
        _isRestartUnknown |= !command.IsRefused && !explanation.IsAllowed && command.Text.StartsWith("REST", StringComparison.Ordinal);
        if (!command.IsRefused && (explanation.Trial.IsWithheld || command.Text.StartsWith("RNFR", StringComparison.OrdinalIgnoreCase)))
            _changed.UnionWith(NamesIn(command.Text));
    }

    static IEnumerable<string> NamesIn(string line) => line.Split(' ').Skip(1).Select(word => word.Split('/')[^1]);
}
