using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>How a command's path is followed before the configuration is asked about it; upstream's commands differ.</summary>
public enum PathUse
{
    /// <summary>The target must exist, symbolic links followed, or the answer is <see cref="Refusal.NotFound"/> before any rule is asked: CWD, SIZE, MDTM, SITE CHMOD.</summary>
    Existing,

    /// <summary>Links are followed as far as the path exists; rules are asked even for what does not exist: RETR, STOR, APPE, MKD, RMD, RNTO.</summary>
    Target,

    /// <summary>As <see cref="Target"/>, but a link in the last place is meant itself: DELE, RNFR.</summary>
    Entry,

    /// <summary>No link is followed and <c>~</c> is an ordinary character: MFMT, MFF, MLST, MLSD.</summary>
    Lexical,
}

/// <summary>Why a command may not go on.</summary>
public enum Refusal
{
    /// <summary>It may.</summary>
    None,

    /// <summary>A bare DenyAll in the Directory or Anonymous section (EACCES).</summary>
    DenyAll,

    /// <summary>A <c>&lt;Limit&gt;</c> section (EPERM).</summary>
    Limit,

    /// <summary>A <c>&lt;Limit&gt;</c> section with IgnoreHidden denies a target that listings hide (ENOENT).</summary>
    Hidden,

    /// <summary>PathAllowFilter or PathDenyFilter (EACCES).</summary>
    PathFilter,

    /// <summary>The path cannot be followed; <see cref="AccessDecision.Error"/> says why.</summary>
    NotFound,
}

/// <summary>What one rule or all of them say.</summary>
public enum Verdict
{
    /// <summary>Nothing: the next one is asked, and in the end the command is allowed.</summary>
    Undecided,
    Allow,
    Deny,
}

/// <summary>One rule that was looked at on the way to a decision.</summary>
/// <param name="Rule">The parameter; null when the section as a whole spoke (an Order that ends in denial) or said nothing.</param>
/// <param name="Section">The <c>&lt;Limit&gt;</c> section, or the section that holds the filter.</param>
/// <param name="Name">Under which name the command was looked up: its own, its group's, <c>ALL</c>; empty for rules outside of Limits.</param>
/// <param name="Verdict">What it said.</param>
public sealed record AccessStep(ConfigRecord? Rule, ConfigScope Section, string Name, Verdict Verdict)
{
    /// <summary>The line that spoke.</summary>
    public SourceLocation Source => Rule?.Source ?? Section.Source;

    /// <summary>What spoke, as log lines name it.</summary>
    public string What => (Rule, Name) switch
    {
        (null, _) => $"<Limit {Section.Name}>",
        (_, "") => Rule.Directive.Name,
        _ => $"{Rule.Directive.Name} in <Limit {Section.Name}>",
    };
}

/// <summary>What the configuration says about one command on one path, and why.</summary>
public sealed record AccessDecision
{
    /// <summary>The path as the client means it: absolute inside the jail, cleaned of <c>.</c>, <c>..</c> and doubled slashes, links not followed.</summary>
    public required string Path { get; init; }

    /// <summary>The path inside the jail with links followed as <see cref="PathUse"/> says.</summary>
    public required string RealPath { get; init; }

    /// <summary>The path on the host (the jail's root and <see cref="RealPath"/>): what <c>&lt;Directory&gt;</c> names.</summary>
    public required string FullPath { get; init; }

    /// <summary>The configuration for the rest of the command: the matched Directory, else the Anonymous section, else the server.</summary>
    public required ConfigScope Scope { get; init; }

    /// <summary>Whether there is something at <see cref="RealPath"/>.</summary>
    public bool Exists { get; init; }

    /// <summary>Whether HideFiles, HideUser, HideGroup or HideNoAccess hide it.</summary>
    public bool IsHidden { get; init; }

    public Refusal Reason { get; init; }

    /// <summary>What the reply says; <see cref="Errno.None"/> when allowed.</summary>
    public Errno Error { get; init; }

    /// <summary>The rules that were asked, in order; the last one decided unless its verdict is <see cref="Verdict.Undecided"/>.</summary>
    public IReadOnlyList<AccessStep> Steps { get; init; } = [];

    /// <summary>In a <see cref="Trial"/>: what further rules would have said if the deciding one had not spoken.</summary>
    public IReadOnlyList<AccessStep> Outvoted { get; init; } = [];

    public bool Allowed => Reason == Refusal.None;

    /// <summary>The rule that decided; null when none spoke.</summary>
    public AccessStep? Decider => Steps is [.., { Verdict: not Verdict.Undecided } last] ? last : null;

    /// <summary>With the answer of the Limit sections.</summary>
    internal AccessDecision With(LimitAnswer answer) => this with { Reason = answer.Reason, Error = ErrorOf(answer.Reason), Steps = answer.Steps };

    /// <summary>Refused by one rule outside of Limits.</summary>
    internal AccessDecision RefusedBy(ConfigRecord rule, Refusal reason) =>
        this with { Reason = reason, Error = ErrorOf(reason), Steps = [.. Steps, new AccessStep(rule, Scope, "", Verdict.Deny)] };

    static Errno ErrorOf(Refusal reason) => reason switch
    {
        Refusal.None => Errno.None,
        Refusal.Limit => Errno.EPERM,
        Refusal.Hidden => Errno.ENOENT,
        _ => Errno.EACCES,
    };
}
