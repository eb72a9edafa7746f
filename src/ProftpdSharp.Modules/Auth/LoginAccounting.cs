using System.Buffers.Binary;
using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Auth;

/// <summary>What of a login goes into the system's own records, and what privileges stay: WtmpLog, UseLastlog, RootRevoke.</summary>
static class LoginAccounting
{
    const string Lastlog = "/var/log/lastlog";

    /// <summary>struct lastlog: seconds, terminal, host.</summary>
    const int LastlogSize = 292;
    const int LastlogHost = 36;
    const int LongestHost = 256;

    public static readonly Feature Feature = new("login accounting");

    public static readonly Directive<bool> WtmpLog = Feature.Directive(
        new Directive<bool>("WtmpLog", Contexts.AndAnonymous, ParseWtmp, true, MergeRule.Down));

    public static readonly Directive<bool> UseLastlog = Feature.Directive(
        new Directive<bool>("UseLastlog", Contexts.ServerWide, Values.Boolean, false));

    /// <summary>Each file access is the user's own; where this is off, mod_cap may leave some of root's rights with it.</summary>
    public static readonly Directive<bool> RootRevoke = Feature.Directive(
        new Directive<bool>("RootRevoke", Contexts.AndAnonymous, ParseRevoke, true, MergeRule.Down));

    static LoginAccounting()
    {
        Feature.On(Phase.Log, "PASS", RecordAsync);
        Feature.On(Phase.Log, "USER", RecordAsync);
        Feature.SessionEnd(RecordEnd);
    }

    static async ValueTask<Outcome> RecordAsync(Session session, Command command)
    {
        var attempt = LoginAttempt.Of(session);
        if (session.Login is not { } login || attempt.IsRecorded)
            return Outcome.Handled;
        attempt.IsRecorded = true;
        if (session.TopScope.Get(WtmpLog))
            await AppendAsync(session, LoginKind.Login, login.UserName);
        if (session.Server.Root.Get(UseLastlog))
            await WriteLastlogAsync(session, login.Identity.Uid);
        return Outcome.Handled;
    }

    /// <summary>The session is over when the record is written, so nothing waits for it.</summary>
    static void RecordEnd(Session session)
    {
        if (LoginAttempt.Of(session).IsRecorded && session.TopScope.Get(WtmpLog))
            _ = AppendAsync(session, LoginKind.Logout, "");
    }

    /// <summary>Where the system keeps no such record, or we may not write it, there is none.</summary>
    static Task<Errno> AppendAsync(Session session, LoginKind kind, string user)
    {
        var line = "ftpd" + session.Number.ToString(CultureInfo.InvariantCulture);
        var record = new LoginRecord(kind, user, line, session.RemoteName, session.RemoteAddress, 0, session.Host.Clock.GetUtcNow());
        return session.Host.NameWorkers.RunAsync(() => LoginRecords.Append(record));
    }

    static async Task WriteLastlogAsync(Session session, uint uid)
    {
        var opened = await session.Host.FileWorkers.Host.OpenAsync(Lastlog, OpenFlags.WriteOnly, 0, 0);
        if (!opened.Ok)
            return;
        using var file = opened.Value.Descriptor;
        var record = new byte[LastlogSize];
        BinaryPrimitives.WriteInt32LittleEndian(record, (int)session.Host.Clock.GetUtcNow().ToUnixTimeSeconds());
        var host = session.RemoteName.AsSpan(0, Math.Min(session.RemoteName.Length, LongestHost));
        ByteStrings.Write(host, record.AsSpan(LastlogHost));
        await session.Host.NameWorkers.RunAsync(() => Files.Pwrite(file, record, (long)uid * LastlogSize));
    }

    static Parsed<bool> ParseWtmp(DirectiveLine line) =>
        line[0].Equals("NONE", StringComparison.OrdinalIgnoreCase) ? false : Values.Boolean(line);

    static Parsed<bool> ParseRevoke(DirectiveLine line) =>
        line[0].ToUpperInvariant() is "USENONCOMPLIANTACTIVETRANSFER" or "USENONCOMPLIANTACTIVETRANSFERS" ? true : Values.Boolean(line);
}
