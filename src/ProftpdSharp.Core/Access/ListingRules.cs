using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>
/// Which entries of a directory a listing shows: HideFiles, HideUser, HideGroup, HideNoAccess, DenyAll, and limits that refuse the command on an
/// entry.
/// </summary>
public sealed class ListingRules
{
    readonly Session _session;
    readonly Command _command;
    readonly string _directory;
    readonly LimitSubject _who;
    readonly HiddenFiles? _hidden;
    readonly Dictionary<ConfigScope, Refusal> _verdicts = [];

    ListingRules(Session session, Command command, string directory, ConfigScope scope)
    {
        _session = session;
        _command = command;
        _directory = directory;
        _who = LimitSubject.Of(session);
        _hidden = HideRules.FilesLine(scope, _who);
    }

    /// <summary>The rules for one listed directory, made once per listing.</summary>
    /// <param name="session">Whose listing.</param>
    /// <param name="command">LIST, NLST, MLSD, STAT.</param>
    /// <param name="directory">The directory as <see cref="AccessDecision.RealPath"/>.</param>
    public static async ValueTask<ListingRules> ForAsync(Session session, Command command, string directory) =>
        new(session, command, directory, await PathAccess.ScopeAsync(session, directory));

    /// <summary>As upstream: NLST of one thing that is hidden is refused where a section around it limits DIRS or ALL, whatever that limit says.</summary>
    public static bool RefusesHidden(AccessDecision decision) => decision.IsHidden && LimitsAround(decision.Scope, ["DIRS", "ALL"]).Any();

    /// <summary>As upstream: NLST of a directory leaves names with a dot in front out, asked for or not, where IgnoreHidden is in a limit around it.</summary>
    /// <param name="scope">The directory's.</param>
    public static bool LeavesOutDotNames(ConfigScope scope) =>
        LimitsAround(scope, ["NLST", "DIRS", "ALL"]).Any(limit => limit.Get(LimitDirectives.IgnoreHidden));

    /// <summary>The Limits on any of the names in a section and around it; those of the server are not among them.</summary>
    static IEnumerable<ConfigScope> LimitsAround(ConfigScope scope, string[] names) =>
        scope.Parent is null ? [] : scope.SectionsOf(SectionKind.Limit).Where(limit => limit.Arguments.Any(names.Contains)).Concat(LimitsAround(scope.Parent, names));

    /// <summary>Whether HideFiles hides the name.</summary>
    public bool HidesName(string name) => _hidden?.Hides(name) == true;

    /// <summary>
    /// As upstream: NLST of a name without its directory asks the HideFiles of the section that the name itself has; of a pattern's matches that one too.
    /// </summary>
    public static bool HidesItself(Session session, ConfigScope scope, string name) => HideRules.FilesLine(scope, LimitSubject.Of(session))?.Hides(name) == true;

    /// <summary>Whether the entry is shown.</summary>
    /// <param name="name">Its name in the directory.</param>
    /// <param name="status">Its lstat.</param>
    public async ValueTask<bool> ShowsAsync(string name, FileStatus status)
    {
        if (name is "." or "..")
            return await ShowsDotsAsync(name, status);
        var path = VirtualPath.Combine(_directory, name);
        if (status.IsSymbolicLink)
            return await ShowsLinkAsync(name, path);
        return _hidden?.Hides(name) != true && await MayAsync(path, status);
    }

    /// <summary>Whether NLST shows what a pattern matched: by its own name and place with the status of what it leads to; of directories no limit is asked.</summary>
    public async ValueTask<bool> ShowsMatchAsync(string name, FileStatus status)
    {
        if (HidesName(name))
            return false;
        var path = VirtualPath.Combine(_directory, name);
        var target = status.IsSymbolicLink ? await _session.Files.StatusAsync(path) : status;
        return target.Ok && (target.Value.IsDirectory || await MayAsync(path, target.Value));
    }

    /// <summary>
    /// LIST and STAT always show <c>.</c> and <c>..</c>. NLST judges the directory that is meant; MLSD that, the name, and the entry as if it lay in the
    /// directory like others.
    /// </summary>
    async ValueTask<bool> ShowsDotsAsync(string name, FileStatus status) => _command.Verb switch
    {
        "NLST" => await MayAsync(VirtualPath.Combine(_directory, name), status) && !FtpAccess.KnownView(_session).HidesName(VirtualPath.Combine(_directory, name), _who),
        "MLSD" => _hidden?.Hides(name) != true && await MayAsync($"{_directory.TrimEnd('/')}/{name}", status) && await MayAsync(VirtualPath.Combine(_directory, name), status),
        _ => true,
    };

    /// <summary>A link is judged by its own name and place with the status of what it leads to, and as what it leads to. NLST of a directory asks only the latter.</summary>
    async ValueTask<bool> ShowsLinkAsync(string name, string path)
    {
        var isNames = _command.Verb == "NLST";
        if (!isNames && _hidden?.Hides(name) == true)
            return false;
        var target = await _session.Files.StatusAsync(path);
        if (!target.Ok)
            return await ShowsBrokenLinkAsync(path);
        if (!isNames && !await MayAsync(path, target.Value))
            return false;
        var real = await _session.Files.BestPathAsync(path);
        var view = FtpAccess.KnownView(_session);
        return await MayAsync(real, target.Value) && !await view.HidesAsync(real, target.Value, _who);
    }

    /// <summary>Limits are asked about a broken link and about where it would lead, HideFiles about the latter; nothing is there to which DenyAll or an owner could belong.</summary>
    async ValueTask<bool> ShowsBrokenLinkAsync(string path)
    {
        var view = FtpAccess.KnownView(_session);
        if (!Allows(view.ScopeOf(path)))
            return false;
        var text = await _session.Files.ReadLinkAsync(path);
        if (!text.Ok)
            return true;
        var target = VirtualPath.Combine(_directory, text.Value);
        return Allows(view.ScopeOf(target)) && HideRules.FilesLine(view.ScopeOf(VirtualPath.Parent(target)), _who)?.Hides(VirtualPath.Name(target)) != true;
    }

    bool Allows(ConfigScope scope) => LimitRules.Evaluate(scope, _who, Limits.QuestionOf(_command)).Reason == Refusal.None;

    async ValueTask<bool> MayAsync(string realPath, FileStatus status)
    {
        var view = status.IsDirectory ? await FtpAccess.ViewAsync(_session, realPath) : FtpAccess.KnownView(_session);
        var scope = view.ScopeOf(realPath);
        CurrentDirectory.Note(_session, scope);
        if (!_verdicts.TryGetValue(scope, out var verdict))
            _verdicts[scope] = verdict = Judge(scope);
        return verdict == Refusal.None && !(HideRules.LooksAtStatus(scope) && await view.HidesOwnerAsync(scope, status));
    }

    /// <summary>The same for all entries of one section that are not hidden.</summary>
    Refusal Judge(ConfigScope scope) => PathAccess.BareDenyAll(scope) is not null
        ? Refusal.DenyAll
        : Allows(scope) ? Refusal.None : Refusal.Limit;
}
