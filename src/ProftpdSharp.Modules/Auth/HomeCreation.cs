using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Auth;

/// <summary>CreateHome: how the home directory of a user who has none is made.</summary>
static class HomeCreation
{
    public static readonly Feature Feature = new("CreateHome");

    /// <summary>Null for off.</summary>
    public static readonly Directive<HomeTemplate?> CreateHome = Feature.Directive(
        new Directive<HomeTemplate?>("CreateHome", Contexts.ServerWide, Parse, null) { WrongCount = "wrong number of parameters" });

    static Parsed<HomeTemplate?> Parse(DirectiveLine line)
    {
        var isOn = Values.Boolean(line);
        if (!isOn.HasValue || !isOn.Value)
            return isOn.Then<HomeTemplate?>(_ => null);
        var template = new HomeTemplate();
        var next = 1;
        if (line.Count > 1 && !IsKeyword(line[1]))
        {
            if (Mode(line[1]) is not { } mode)
                return line.Error($": bad mode parameter: '{line[1]}'");
            template = template with { Mode = mode };
            next = 2;
        }
        for (; next < line.Count; next += 2)
        {
            if (line[next].Equals("NoRootPrivs", StringComparison.OrdinalIgnoreCase))
            {
                (template, next) = (template with { AsUser = true }, next - 1);
                continue;
            }
            var parsed = ParseOption(line, template, next);
            if (!parsed.HasValue)
                return parsed;
            template = parsed.Value!;
        }
        return template;
    }

    /// <summary>The permission bits of any octal number, as upstream takes them.</summary>
    static uint? Mode(string word) =>
        word.All(digit => digit is >= '0' and <= '7') ? word.Aggregate(0u, (mode, digit) => (mode << 3) | (digit & 7u)) & 0xfff : null;

    /// <summary>NoRootPrivs is none where a mode may stand: upstream takes it for a bad mode there.</summary>
    static bool IsKeyword(string word) => word.ToLowerInvariant() is "skel" or "dirmode" or "uid" or "gid" or "homegid";

    static Parsed<HomeTemplate?> ParseOption(DirectiveLine line, HomeTemplate template, int at)
    {
        var keyword = line[at].ToLowerInvariant();
        if (!IsKeyword(keyword))
            return line.Error($"unknown parameter: '{line[at]}'");
        if (at + 1 == line.Count)
            return line.WrongNumberOfParameters;
        var word = line[at + 1];
        switch (keyword)
        {
            case "skel":
                return RefuseSkeleton(line, word) is { } refusal ? refusal : template with { Skeleton = word };
            case "dirmode":
                return Mode(word) is { } mode
                    ? template with { DirectoryMode = mode }
                    : line.Error($"bad mode parameter: '{word}'");
            case "uid":
                return Id(line, word, "UID", mayBeUser: true).Then<HomeTemplate?>(id => template with { DirectoryUid = id });
            case "gid":
                return Id(line, word, "GID", mayBeUser: true).Then<HomeTemplate?>(id => template with { DirectoryGid = id });
            default:
                return Id(line, word, "GID", mayBeUser: false).Then<HomeTemplate?>(id => template with { HomeGid = id });
        }
    }

    static ParseError? RefuseSkeleton(DirectiveLine line, string path)
    {
        if (!path.StartsWith('/'))
            return line.Error($"skel path '{path}' is not a full path");
        var status = line.Host.Status(path);
        if (status.Kind == PathKind.Missing)
            return line.Error($"unable to stat '{path}': {status.Error}");
        if (status.Kind != PathKind.Directory)
            return line.Error($"'{path}' is not a directory");
        return (status.Mode & 0b010) != 0 ? line.Error($"'{path}' is world-writable") : null;
    }

    static Parsed<uint?> Id(DirectiveLine line, string word, string kind, bool mayBeUser)
    {
        if (mayBeUser && word == "~")
            return Parsed.Of<uint?>(null);
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? (uint)id
            : line.Error($"bad {kind} parameter: '{word}'");
    }
}
