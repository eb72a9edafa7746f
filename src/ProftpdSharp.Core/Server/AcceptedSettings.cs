using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Server;

/// <summary>Directives of mod_core that are read and ask for nothing here: what they tune in upstream is made otherwise.</summary>
public static class AcceptedSettings
{
    public static readonly Feature Feature = new("accepted settings");

    /// <summary>Upstream caches stat(2) results; here the kernel is asked.</summary>
    public static readonly Directive<bool> FsCachePolicy = Feature.Directive(
        new Directive<bool>("FSCachePolicy", Contexts.Unchecked, ParseCachePolicy, false) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<IReadOnlyList<string>> FsOptions = Feature.Directive(
        new Directive<IReadOnlyList<string>>("FSOptions", Contexts.ServerWide, ParseFsOptions, []) { WrongCount = "wrong number of parameters" });

    /// <summary>The engine is PCRE2 with POSIX' rules, its limits are our own.</summary>
    public static readonly Directive<IReadOnlyList<string>> RegexOptions = Feature.Directive(
        new Directive<IReadOnlyList<string>>("RegexOptions", Contexts.ServerWide, ParseRegexOptions, []) { MinArguments = 0 });

    public static readonly Directive<bool> MultilineRfc2228 = Feature.Directive(
        new Directive<bool>("MultilineRFC2228", Contexts.Unchecked, ParseMultiline, false) { MinArguments = 0, Storage = Storage.Process });

    static Parsed<bool> ParseCachePolicy(DirectiveLine line)
    {
        if (line.Count == 1)
            return Values.Boolean(line);
        if (line.Count != 4)
            return line.WrongNumberOfParameters;
        for (var i = 0; i < 4; i += 2)
        {
            if (line[i].ToLowerInvariant() is not ("size" or "maxage"))
                return line.Error($"unknown FSCachePolicy: {line[i]}");
            if (Values.Atoi(line[i + 1]) < 1)
                return line.Error($"{line[i]} parameter must be greater than 1");
        }
        return true;
    }

    static Parsed<IReadOnlyList<string>> ParseFsOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word != "IgnoreExtendedAttributes")
                return line.Error($": unknown FSOption '{word}'");
        }
        return Parsed.Of(line.Arguments);
    }

    static Parsed<IReadOnlyList<string>> ParseRegexOptions(DirectiveLine line)
    {
        if (line.Count < 2 || line.Count % 2 == 1)
            return line.Error("Wrong number of parameters");
        for (var i = 0; i < line.Count; i += 2)
        {
            if (line[i] is not ("Engine" or "MatchLimit" or "MatchLimitRecursion"))
                return line.Error($": unknown RegexOptions option: '{line[i]}'");
            var valid = line[i] == "Engine" ? line[i + 1].ToUpperInvariant() is "POSIX" or "PCRE" or "PCRE2" : Values.Atoi(line[i + 1]) > 0;
            if (!valid)
                return line.Error($"bad {line[i]} value: {line[i + 1]}");
        }
        return Parsed.Of(line.Arguments);
    }

    static Parsed<bool> ParseMultiline(DirectiveLine line)
    {
        line.Warn("the MultilineRFC2228 directive has been deprecated, and will be removed in a future release.  Please remove it from your config file.");
        return true;
    }
}
