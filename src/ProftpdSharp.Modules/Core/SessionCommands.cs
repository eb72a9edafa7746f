using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Display;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>Commands about the session itself: SYST, NOOP, QUIT, ALLO, CLNT, CSID, and those that upstream names and does not implement.</summary>
static class SessionCommands
{
    public static readonly Feature Quit = new("QUIT");
    public static readonly Feature Syst = new("SYST");
    public static readonly Feature Noop = new("NOOP");
    public static readonly Feature Clnt = new("CLNT CSID");

    /// <summary>RFC 2228's commands: known by name to HELP, done by mod_tls where it is in force.</summary>
    public static readonly Feature Security = new("ADAT AUTH CCC CONF ENC MIC PBSZ PROT");

    static SessionCommands()
    {
        Quit.Unimplemented("SMNT", CommandClass.Misc, SmntAsync, "is not implemented");
        Quit.Command("QUIT", CommandGroup.None, CommandClass.Info, Login.NotRequired, QuitAsync, "(close control connection)");
        Syst.Command("SYST", CommandGroup.None, CommandClass.Info, Login.NotRequired, SystAsync, "(returns system type)");
        Noop.Command("NOOP", CommandGroup.None, CommandClass.Misc, Login.NotRequired, NoopAsync, "(no operation)");
        Clnt.Command("CLNT", CommandGroup.None, CommandClass.Info, Login.NotRequired, ClntAsync, "<cp> client-info");
        Clnt.Command("CSID", CommandGroup.None, CommandClass.Info, Login.Required, CsidAsync);
        Clnt.Feat("CLNT");
        Clnt.Feat("CSID");
        foreach (var (verb, help, isTls) in SecurityCommands)
            Security.Unimplemented(verb, isTls ? CommandClass.Sec : CommandClass.All, static (_, _) => new(Outcome.Declined), help);
    }

    /// <summary>Those that no module implements are of every class.</summary>
    static IEnumerable<(string Verb, string? Help, bool IsTls)> SecurityCommands =>
    [
        ("ADAT", null, false),
        ("AUTH", "<sp> base64-data", true),
        ("CCC", "(clears protection level)", true),
        ("CONF", "<sp> base64-data", false),
        ("ENC", "<sp> base64-data", false),
        ("MIC", "<sp> base64-data", false),
        ("PBSZ", "<sp> protection buffer size", true),
        ("PROT", "<sp> protection code", true),
    ];

    /// <summary>The client's name as CLNT gave it; empty before.</summary>
    public static string ClientName(Session session) => session.Notes.GetValueOrDefault("mod_core.clnt", "");

    static ValueTask<Outcome> SmntAsync(Session session, Command command) =>
        new(session.Fail(session.IsLoggedIn ? 502 : 530, session.IsLoggedIn ? "SMNT command not implemented" : "Please login with USER and PASS"));

    static async ValueTask<Outcome> QuitAsync(Session session, Command command)
    {
        session.End(DisconnectReason.Quit);
        if (session.TopScope.Get(Welcome.DisplayQuit) is { } path && await DisplayFile.AppendAsync(session, path, 221))
            return Outcome.Handled;
        return session.Succeed(221, "Goodbye.");
    }

    static ValueTask<Outcome> SystAsync(Session session, Command command) => new(session.Succeed(215, "UNIX Type: L8"));

    static async ValueTask<Outcome> NoopAsync(Session session, Command command)
    {
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        return session.Succeed(200, session.IsTransferring ? "NOOP: data transfer in progress" : "NOOP command successful");
    }

    static ValueTask<Outcome> ClntAsync(Session session, Command command)
    {
        session.Notes["mod_core.clnt"] = command.Argument;
        return new(session.Succeed(200, "OK"));
    }

    static ValueTask<Outcome> CsidAsync(Session session, Command command)
    {
        session.Notes["mod_core.csid"] = command.Argument;
        return new(session.Succeed(200, $"name=ProFTPD;version={UpstreamVersion.Number};casesensitive=1;"));
    }
}
