using ProftpdSharp.Configuration.Patterns;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>What a listing command named, looked at.</summary>
sealed record ListTarget
{
    /// <summary>The path as the client gave it, <c>~</c> expanded; empty for the working directory.</summary>
    public required string Shown { get; init; }

    /// <summary>What the configuration says about it; of a pattern, about that as it is.</summary>
    public required AccessDecision Decision { get; init; }

    /// <summary>The paths that a pattern matched; null when the path is no pattern, or one that matched nothing and is there as a name.</summary>
    public IReadOnlyList<string>? Matches { get; init; }

    /// <summary>The status of the path itself, a link not followed.</summary>
    public Result<FileStatus> Status { get; init; }

    /// <summary>The status of what it leads to.</summary>
    public Result<FileStatus> Target { get; init; }

    /// <summary>Why there is nothing to list: neither the name nor what it leads to.</summary>
    public Errno Error => Matches is not null ? Errno.None : ErrorByName;

    /// <summary>The same of a pattern as if it were a name.</summary>
    public Errno ErrorByName => Status.Ok && !MayLeadNowhere ? Target.Error : Status.Error;

    /// <summary>A link to nothing is there for LIST and STAT when its path looks like a pattern, whether it is taken for one or not, and links are shown.</summary>
    bool MayLeadNowhere { get; init; }

    /// <summary>What is below a name that looks like somebody's home and is nobody's is found, but upstream's LIST and STAT cannot go there: they list nothing.</summary>
    public bool IsBelowUnknownHome { get; private init; }

    /// <summary>A link that leads to no directory is found by a name with a slash behind it, but upstream's LIST and STAT do not find it a second time: they list nothing.</summary>
    public bool IsLinkWithSlash => Matches is null && Shown.EndsWith('/') && Status is { Ok: true, Value.IsSymbolicLink: true } && !IsDirectory;

    public bool IsDirectory => Matches is null && Target.Ok && Target.Value.IsDirectory;

    /// <param name="session">Whose listing.</param>
    /// <param name="command">LIST, NLST or STAT.</param>
    /// <param name="argument">The path or pattern; empty for the working directory.</param>
    /// <param name="expandTilde">Whether a tilde in front names somebody's home; else it is a letter like others.</param>
    public static async ValueTask<ListTarget> FindAsync(Session session, Command command, string argument, bool expandTilde = true)
    {
        var shown = expandTilde ? await ExpandTildeAsync(session, command, argument) : Literal(argument);
        // As upstream: the rules are asked about a pattern as if it were a name.
        var decision = await PathAccess.ResolveAsync(session, command, shown, PathUse.Target);
        // The home that a jail has no name for.
        var status = shown.StartsWith("~/", StringComparison.Ordinal) ? Errno.ENOENT : await session.Files.LinkStatusAsync(decision.Path);
        var target = status is { Ok: true, Value.IsSymbolicLink: true } ? await session.Files.StatusAsync(decision.Path) : status;
        var isPattern = Globbing.IsPattern(session, shown);
        // Asked with more slashes than the one that is taken away, the kernel says what a directory would be; NLST takes all away from a name.
        if (HasSlashes(shown) && (command.Verb != "NLST" || isPattern))
            status = target = target is { Ok: true, Value.IsDirectory: false } ? Errno.ENOTDIR : target;
        return new ListTarget
        {
            Shown = shown,
            Decision = decision,
            MayLeadNowhere = command.Verb != "NLST" && Glob.IsPattern(shown) && session.TopScope.Get(Disguise.ShowSymlinks),
            Matches = isPattern ? await MatchesAsync(session, command, expandTilde ? shown : argument, status, target) : null,
            Status = status,
            Target = target,
            IsBelowUnknownHome = argument.StartsWith('~') && argument.Contains('/') && shown.EndsWith(argument, StringComparison.Ordinal),
        };
    }

    /// <summary>More than one slash at the end of a name: it is a directory's or nothing's.</summary>
    public static bool HasSlashes(string shown) => shown.EndsWith("//", StringComparison.Ordinal);

    /// <summary>What a pattern matches. One that matches nothing may be a name: LIST and STAT then list that (null), NLST gives it if it leads somewhere.</summary>
    static async ValueTask<IReadOnlyList<string>?> MatchesAsync(
        Session session, Command command, string pattern, Result<FileStatus> status, Result<FileStatus> target)
    {
        var matches = await PathGlob.ExpandAsync(session, pattern);
        if (command.Verb == "NLST")
            return matches.Count == 0 && target.Ok ? [pattern] : matches;
        var isLinkToDirectory = status is { Ok: true, Value.IsSymbolicLink: true } && target is { Ok: true, Value.IsDirectory: true };
        return status.Ok && (matches.Count == 0 || (isLinkToDirectory && matches is [var only] && only == pattern)) ? null : matches;
    }

    /// <summary>A path that nobody will expand.</summary>
    static string Literal(string argument) => argument.StartsWith('~') ? "./" + argument : argument;

    static async ValueTask<string> ExpandTildeAsync(Session session, Command command, string argument)
    {
        if (!argument.StartsWith('~'))
            return argument;
        var slash = argument.IndexOf('/', StringComparison.Ordinal);
        var head = slash < 0 ? argument : argument[..slash];
        // Of somebody else the home is only asked for with a slash.
        var asked = head.Length > 1 ? head + "/" : head;
        var decision = await PathAccess.ResolveAsync(session, command, asked, PathUse.Target);
        var isExpanded = decision.Path != VirtualPath.Combine(session.WorkingDirectory, head);
        return isExpanded ? decision.Path + argument[head.Length..] : argument;
    }
}
