using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>One HideFiles line.</summary>
/// <param name="Pattern">Null for <c>none</c>: nothing is hidden.</param>
/// <param name="IsNegated">Written with <c>!</c>: everything is hidden but what matches.</param>
/// <param name="For">Whom it is for.</param>
public sealed record HiddenFiles(RegularExpression? Pattern, bool IsNegated, Audience For)
{
    /// <summary>Whether a name is hidden.</summary>
    public bool Hides(string name) => Pattern is not null && Pattern.IsMatch(name) != IsNegated;
}

/// <summary>The name of HideUser or HideGroup.</summary>
/// <param name="Name"><c>~</c> is the session's own.</param>
/// <param name="IsNegated">Written with <c>!</c>: all others are hidden.</param>
public sealed record HiddenOwner(string Name, bool IsNegated);

/// <summary>HideFiles, HideUser, HideGroup and HideNoAccess: what listings leave out, and what commands under IgnoreHidden take for missing.</summary>
public static class HideRules
{
    const ConfigContext Sections = ConfigContext.Anonymous | ConfigContext.Directory;

    public static readonly Feature Feature = new("HideFiles");

    /// <summary>The first line that is for the client counts; it is looked up for the directory that holds the name.</summary>
    public static readonly Directive<HiddenFiles?> HideFiles = Feature.Directive(
        new Directive<HiddenFiles?>("HideFiles", ConfigContext.Directory | ConfigContext.FtpAccess, ParseFiles, null, MergeRule.DownMulti)
        {
            MaxArguments = 3,
            WrongCount = "wrong number of parameters",
        });

    /// <summary>Every line counts; they are looked up for the entry itself.</summary>
    public static readonly Directive<HiddenOwner?> HideUser = Feature.Directive(
        new Directive<HiddenOwner?>("HideUser", Sections, ParseOwner, null, MergeRule.Down));

    /// <inheritdoc cref="HideUser"/>
    public static readonly Directive<HiddenOwner?> HideGroup = Feature.Directive(
        new Directive<HiddenOwner?>("HideGroup", Sections, ParseOwner, null, MergeRule.Down));

    /// <summary>Hides files that the user may not read and directories that the user may not enter.</summary>
    public static readonly Directive<bool> HideNoAccess = Feature.Directive(
        new Directive<bool>("HideNoAccess", Sections, Values.Boolean, false, MergeRule.Down));

    /// <summary>The HideFiles line that counts for a client in a directory: the first one, of .ftpaccess where that has any.</summary>
    internal static HiddenFiles? FilesLine(ConfigScope directory, LimitSubject who) =>
        directory.All(HideFiles).Where(record => record.Value!.For.Includes(who)).MaxBy(record => record.Context == ConfigContext.FtpAccess)?.Value;

    /// <summary>Whether an entry's own section speaks of owners or access at all, so that its status matters.</summary>
    internal static bool LooksAtStatus(ConfigScope entry) => entry.Has(HideUser) || entry.Has(HideGroup) || entry.Get(HideNoAccess);

    /// <summary>Whether the identity may read a file or enter a directory, by the permission bits.</summary>
    public static bool HasAccess(in FileStatus status, FileIdentity? identity)
    {
        if (identity is null || identity.Uid == 0)
            return true;
        var shift = status.Uid == identity.Uid ? 6
            : status.Gid == identity.Gid || identity.Groups.Contains(status.Gid) ? 3
            : 0;
        var wanted = status.IsDirectory ? 1u : 4u;
        return (status.Permissions >> shift & wanted) != 0;
    }

    static Parsed<HiddenFiles?> ParseFiles(DirectiveLine line)
    {
        if (line.Count == 2)
            return line.WrongNumberOfParameters;
        if (Audience.Read(line, 1) is not { } audience)
            return new ParseError($"unknown classifier used: '{line[1]}'", line.Source, Separator: "");
        if (line[0].Equals("none", StringComparison.OrdinalIgnoreCase))
            return new HiddenFiles(null, false, audience);
        var negated = line[0].StartsWith('!');
        var text = negated ? line[0][1..] : line[0];
        return RegularExpression.TryCompile(text, ignoreCase: false, out var pattern, out var error)
            ? new HiddenFiles(pattern, negated, audience)
            : line.Error($"'{text}' failed regex compilation: {error.Text}");
    }

    static Parsed<HiddenOwner?> ParseOwner(DirectiveLine line)
    {
        var negated = line[0].StartsWith('!');
        return new HiddenOwner(negated ? line[0][1..] : line[0], negated);
    }
}
