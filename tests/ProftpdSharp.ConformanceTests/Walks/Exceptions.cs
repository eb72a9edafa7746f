using System.Text.RegularExpressions;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>Lines that a walk leaves out: those that docs/differences.md answers otherwise on purpose, and those whose answer depends on the machine.</summary>
static class Exceptions
{
    static readonly (string Pattern, string Reason)[] Everywhere =
    [
        (@"^(?i:list|stat|nlst)( .*)? -\w*d\w*$", "LIST -d without a path lists the directory; ProFTPD's session ends"),
        (@"^(?i:list|nlst|stat|mlsd|mlst)\b.*(ln[^/]*|link)/+$", "LIST link/ lists the link's target"),
        (@"^(?i:list|nlst|stat|retr)\b.*[^/.\s][^/]*/+\.\.?(/|$)", "paths with dots behind a name are text; ProFTPD takes some as text, some not, and NLST then lists /"),
        (@"^(?i:list|stat)\b.* \.\.?/.*ln", "LIST ./link lists what the link leads to"),
        (@"//.*ln", "links behind doubled slashes lead where they lead"),
        (@"^(?i:nlst)\b.* (\./)*\.\./", "NLST of ../x works"),
        (@"^(?i:nlst)\b.* (\./)+\.\.$", "NLST of ./.. lists what is above; ProFTPD lists the root"),
        (@"^(?i:list) -\w*R\w* \.\*", "LIST -R .* does not go into . and .., which the pattern matches, too"),
        (@"^(?i:site rmdir)\b.*(link|dangling)", "SITE RMDIR removes links and never what they lead to"),
        (@"^(?i:list|stat)\b.* ~\w+/.*[*?\[]", "LIST and STAT go into directories below a name that looks like an unknown home, when a pattern finds them"),
        (@" ~[^/\\]$", "a name of a tilde and one letter is not the home"),
        (@"^(?i:site (copy|cpto)) .*link", "a file is not copied onto itself through a link"),
        (@"^(?i:site (rmdir|copy|cpto|cpfr)).* (\.|\.\.|\./|\.\./|/|//|~|\*|\./\.\.|\.\./\.\.|\\x20|)$", "SITE RMDIR of everything, and copies of directories"),
    ];

    static readonly (string Pattern, string Reason)[] WithOwner =
    [
        (@"^(?i:x?mkd|site mkdir|site chgrp|mff\b.*unix\.group)", "UserOwner and GroupOwner do not give root's rights"),
    ];

    static readonly (string Pattern, string Reason)[] InJails =
    [
        (@"^(?i:list|nlst|stat)\b.*\.\.", "listings of ../x work inside a jail"),
        (@"^(?i:mls[dt])\b.*\.\./", "MLSD and MLST of ../x work inside a jail"),
        (@"^(?i:list|stat)\b(.* )?ln[^/]*$", "LIST link lists what the link leads to, in directories of a jail too"),
        (@"^(?i:site mkdir) ~$", "SITE MKDIR ~ makes no directories of the host's path"),
        (@"^(?i:list|nlst)\b.* ~", "homes that a jail hides are called as the client calls them, not by their path on the host"),
    ];

    static readonly (string Pattern, string Reason)[] Outside =
    [
        (@"(^| )/|\.\./\.\.", "the machine's own directories"),
    ];

    static readonly (string Pattern, string Reason)[] WithLimits =
    [
        (@"^(?i:mlsd|mlst)\b", "MLST and MLSD are judged by the real path"),
    ];

    static readonly (string Pattern, string Reason)[] WithLinks =
    [
        (@"^(?i:site (rmdir|cpto|copy))", "SITE RMDIR removes links and never what they lead to, and copies say why a directory cannot be copied"),
    ];

    static readonly (string Pattern, string Reason)[] WithoutSymlinks =
    [
        (@"^(?i:cdup|xcup)", "CDUP goes back the way that the client came"),
    ];

    static readonly (string Pattern, string Reason)[] WithOverrides =
    [
        (@"^(?i:site copy)\b", "SITE COPY asks <Limit READ> of its source"),
        (@"ftpaccess", "a parameter changed in .ftpaccess takes effect at once"),
        (@"^(?i:x?cwd|cdup|xcup)", "ProFTPD forgets the .ftpaccess of a directory above"),
    ];

    static readonly (string Pattern, string Reason)[] WithEncoding =
    [
        (@"^(?i:x?mkd|x?cwd|stat|mode|site chmod|site chgrp)\b.*[^ -~]|^(?i:x?mkd|x?cwd|stat|mode|site chmod|site chgrp)\b.*\\x", "every reply is converted"),
        (@"^(?i:list|nlst)\b.* -\w*C|^(?i:list|nlst) -\w*C", "the names of a line of columns are converted together"),
    ];

    static readonly (string Pattern, string Reason)[] WithMaxFiles =
    [
        (@"^(?i:stou)", "whether a random name is among the first is chance"),
    ];

    static readonly (string Pattern, string Reason)[] ByUsers =
    [
        (@"^(?i:pass)\b", "a PASS after the login changes nothing"),
    ];

    static readonly (string Pattern, string Reason)[] ByStrangers =
    [
        (@"^(?i:rnto|site )", "answered twice"),
    ];

    static readonly (string Line, string Upstream, string Ours, string Reason)[] Replies =
    [
        (@"^> (?i:site cpfr)\b", "^< 550 .*: Operation not permitted$", "^< 550 .*: Operation not permitted$", "SITE CPFR names what a Limit refuses; ProFTPD says (null)"),
        (@"^> (?i:site (copy|cpto))\b", "^< 550 (?i:COPY|CPTO): ", "^< 550 (?i:COPY|CPTO): ", "copies say why a directory cannot be copied"),
        (@"^> (?i:site (copy|cpto))\b", "^< (250 Copy|200 SITE (?i:COPY) command) successful$", "^< 550 (?i:COPY|CPTO): Not a directory$", "an empty directory cannot be copied onto a file"),
    ];

    static readonly (string Line, string Upstream, string Ours, string Reason)[] Ends =
    [
        (@"^> (?i:list) -\w+$", "^< 450 .*: No such file or directory$", "^< 226 ", "LIST of switches lists the directory; ProFTPD then may look for what its memory holds"),
    ];

    /// <summary>Whether both did the same for a line, but for what differs on purpose.</summary>
    public static bool AreSame(string said, IReadOnlyList<string> upstreams, IReadOnlyList<string> ours) =>
        (upstreams.Count == ours.Count && upstreams.Zip(ours).All(pair => pair.First == pair.Second || IsOne(Replies, said, pair.First, pair.Second)))
        || (upstreams.Count > 0 && ours.Count > 0 && IsOne(Ends, said, upstreams[^1], ours[^1]));

    static bool IsOne((string Line, string Upstream, string Ours, string Reason)[] differences, string said, string upstreams, string ours) =>
        differences.Any(one => Regex.IsMatch(said, one.Line) && Regex.IsMatch(upstreams, one.Upstream) && Regex.IsMatch(ours, one.Ours));

    /// <summary>Whether a line is left out.</summary>
    public static bool Cover(Ground ground, WalkStep step) => Everywhere
        .Concat(ground.IsJailed ? InJails : Outside)
        .Concat(ground.GivesAway ? WithOwner : [])
        .Concat(ground.HasLimits || ground.Overrides ? WithLimits : [])
        .Concat(ground.HasNoLinks ? [] : WithLinks)
        .Concat(ground.Overrides ? WithOverrides : [])
        .Concat(ground.Configuration.Contains("ShowSymlinks off") ? WithoutSymlinks : [])
        .Concat(ground.Configuration.Any(line => line.Contains("maxfiles", StringComparison.Ordinal)) ? WithMaxFiles : [])
        .Concat(ground.HasEncoding ? WithEncoding : [])
        .Concat(step.Session == Ground.Stranger ? ByStrangers : ByUsers)
        .Any(exception => Regex.IsMatch(step.Line, exception.Pattern));
}
