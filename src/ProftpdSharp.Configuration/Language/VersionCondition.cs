using System.Globalization;
using System.Text.RegularExpressions;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>IfVersion of mod_ifversion: compares the version that we say we are.</summary>
static partial class VersionCondition
{
    /// <summary>The version of ProFTPD whose behaviour this server has.</summary>
    const string ServerVersion = "1.3.8";

    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("<IfVersion>", Contexts.Unchecked, Decide) { MaxArguments = 2, WrongCount = "wrong number of parameters" },
        new LanguageDirective("</IfVersion>", Contexts.Unchecked, (_, _) => null) { MinArguments = 0 },
    ];

    static ParseError? Decide(DirectiveLine line, Parser parser)
    {
        var comparison = line.Count == 2 ? line[0] : "=";
        var version = line[line.Count - 1];
        var isNegated = comparison.StartsWith('!');
        var verdict = Compare(line, isNegated ? comparison[1..] : comparison, version, line[0], out var pattern);
        if (verdict.Error is not null)
            return verdict.Error;
        var holds = verdict.Value != isNegated;

        // Upstream prints the words after it has cut the closing slash off a pattern, and "(null)" for the second word when there is none.
        var shown = pattern is null ? version : "/" + pattern;
        var words = line.Count == 2 ? $"{line[0]} {shown}" : $"{shown} (null)";
        parser.Debug(3, $"<IfVersion>: {(holds ? "using" : "skipping")} '{words}' section at line {line.Source.Line}");
        return holds || Conditionals.Skip(parser, "IfVersion")
            ? null
            : new ParseError("unclosed <IfVersion> section", parser.Source.Location);
    }

    /// <param name="line">The line, for errors.</param>
    /// <param name="comparison">The operator without its negation; only its first letters count.</param>
    /// <param name="version">The version or the pattern.</param>
    /// <param name="given">The operator as written.</param>
    /// <param name="slashed">What stands between the slashes of a pattern.</param>
    static Parsed<bool> Compare(DirectiveLine line, string comparison, string version, string given, out string? slashed)
    {
        slashed = null;
        if (comparison.StartsWith('=') && version.Length > 1 && version.StartsWith('/') && version.EndsWith('/'))
            return Match(line, slashed = version[1..^1]);
        if (comparison.StartsWith('~'))
            return Match(line, version);
        if (comparison.Length == 0 || comparison[0] is not ('=' or '<' or '>'))
            return line.Error($"unknown comparison operator '{given}'");
        if (Order(version) is not { } order)
            return line.Error($"badly formatted configured version '{version}'");
        var allowsEqual = comparison.Length > 1 && comparison[1] == '=';
        return comparison[0] switch
        {
            '=' => order == 0,
            '<' => order < 0 || allowsEqual && order == 0,
            _ => order > 0 || allowsEqual && order == 0,
        };
    }

    /// <summary>A pattern that does not match is fatal in upstream, negated or not.</summary>
    static Parsed<bool> Match(DirectiveLine line, string pattern)
    {
        var compiled = line.Host.CompilePattern(pattern);
        if (compiled.Error is not null)
            return line.Error($"unable to compile pattern '{pattern}': {compiled.Error}");
        return compiled.IsMatch?.Invoke(ServerVersion) == true
            ? true
            : line.Error($"server version '{ServerVersion}' failed to match pattern '{pattern}'");
    }

    /// <summary>Below, at or above zero as the server's version is older, the same or newer; null when the text is no version.</summary>
    static int? Order(string version)
    {
        if (Fields(version) is not { } configured || Fields(ServerVersion) is not { } server)
            return null;
        return server.CompareTo(configured);
    }

    /// <summary>Major, minor, revision, then release candidates (−1) before the release (0, also letter a) before letters b and up.</summary>
    static (int, int, int, int, int)? Fields(string version)
    {
        var match = VersionText().Match(version);
        if (!match.Success)
            return null;
        var suffix = match.Groups[4].Value.ToLowerInvariant();
        var isCandidate = suffix.StartsWith("rc", StringComparison.Ordinal);
        return (Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]), isCandidate ? -1 : 0,
            isCandidate ? Values.Atoi(suffix[2..]) : suffix.Length == 0 ? 0 : suffix[0] - 'a');
    }

    static int Number(Group group) => group.Value.Length is 0 or > 9 ? 0 : int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]+)(?:\.([0-9]*))?(?:\.([0-9]+)(rc[0-9]*|[a-z])?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
