using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ctrls;

/// <summary>What is configured about the controls socket.</summary>
static class ControlsSettings
{
    public static readonly Feature Feature = new("controls settings");

    public static readonly Directive<bool> ControlsEngine = Feature.Directive(
        new Directive<bool>("ControlsEngine", ConfigContext.Server, Values.Boolean, true) { Storage = Storage.Process });

    /// <summary>The file; null for none.</summary>
    public static readonly Directive<string?> ControlsLog = Feature.Directive(
        new Directive<string?>("ControlsLog", ConfigContext.Server, ParseLog, null) { Storage = Storage.Process });

    /// <summary>Where the socket is; absolute.</summary>
    public static readonly Directive<string> ControlsSocket = Feature.Directive(
        new Directive<string>("ControlsSocket", ConfigContext.Server, ParseSocket, "/run/proftpd.sock") { Storage = Storage.Process });

    /// <summary>Accepted: upstream looks at its socket every so many seconds, here clients are answered at once.</summary>
    public static readonly Directive<int> ControlsInterval = Feature.Directive(
        new Directive<int>("ControlsInterval", ConfigContext.Server, ParsePositive, 10) { Storage = Storage.Process });

    /// <summary>How many clients are served at once.</summary>
    public static readonly Directive<int> ControlsMaxClients = Feature.Directive(
        new Directive<int>("ControlsMaxClients", ConfigContext.Server, ParsePositive, 5) { Storage = Storage.Process });

    /// <summary>Accepted: it is about systems whose kernel does not tell who a client is.</summary>
    public static readonly Directive<int> ControlsAuthFreshness = Feature.Directive(
        new Directive<int>("ControlsAuthFreshness", ConfigContext.Server, ParsePositive, 10) { Storage = Storage.Process });

    /// <summary>The socket's user and group.</summary>
    public static readonly Directive<(uint Uid, uint Gid)> ControlsSocketOwner = Feature.Directive(
        new Directive<(uint Uid, uint Gid)>("ControlsSocketOwner", ConfigContext.Server, ParseOwner, (0, 0)) { MinArguments = 2, Storage = Storage.Process });

    public static readonly Directive<ControlsAcl?> ControlsSocketAcl = Feature.Directive(
        new Directive<ControlsAcl?>("ControlsSocketACL", ConfigContext.Server, ControlsAcl.ParseForSocket, null) { MinArguments = 3 });

    /// <summary>What upstream finds when it opens the file here, in the checks of <c>-t</c> too; ours opens it once the server listens.</summary>
    static Parsed<string?> ParseLog(DirectiveLine line)
    {
        var path = line[0];
        var slash = path.LastIndexOf('/');
        if (slash < 0)
            return Refuse(line, $"inappropriate log file: {path}", Errno.EINVAL.Describe(), null);
        var directory = line.Host.Status(path).Kind == PathKind.Directory ? path : slash == 0 ? "/" : path[..slash];
        var status = line.Host.Status(directory);
        if (status.Error is { } missing)
            return Refuse(line, $"error: unable to stat() {directory}: {missing}", missing, null);
        if ((status.Mode & 0x2) != 0)
            return Refuse(line, $"error: {directory} is a world-writable directory", "parent directory is world-writable", "unable to log to a world-writable directory");
        return line.Host.Status(path).Kind == PathKind.Directory ? Refuse(line, null, Errno.EISDIR.Describe(), null) : path;
    }

    static ParseError Refuse(DirectiveLine line, string? first, string reason, string? refusal)
    {
        if (first is not null)
            line.Warn(first);
        line.Warn($"{CtrlsModule.Label}: unable to open ControlsLog '{line[0]}': {reason}");
        return line.Error(refusal ?? $"unable to open '{line[0]}': {Errno.ENOENT.Describe()}");
    }

    static Parsed<string> ParseSocket(DirectiveLine line) => line[0].StartsWith('/') ? line[0] : line.Error("must be an absolute path");

    static Parsed<int> ParsePositive(DirectiveLine line) =>
        Values.Atoi(line[0]) is > 0 and var number ? number : line.Error("must be a positive number");

    /// <summary>Who is unknown is said, and changes nothing.</summary>
    static Parsed<(uint Uid, uint Gid)> ParseOwner(DirectiveLine line)
    {
        var uid = Number(line[0], name => SystemAccounts.FindUser(name)?.Uid);
        var gid = Number(line[1], name => SystemAccounts.FindGroup(name)?.Gid);
        if (uid is null)
            line.Warn($"ControlsSocketOwner: {line[0]} has UID of -1");
        if (gid is null)
            line.Warn($"ControlsSocketOwner: {line[1]} has GID of -1");
        return (uid ?? 0, gid ?? 0);
    }

    static uint? Number(string word, Func<string, uint?> find) => uint.TryParse(word, out var number) ? number : find(word);
}
