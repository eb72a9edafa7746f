using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Display;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>What ServerIdent lets the server say of itself.</summary>
/// <param name="IsOn">Off: the address alone.</param>
/// <param name="Text">Instead of the usual words; null for those.</param>
readonly record struct Identification(bool IsOn, string? Text);

/// <summary>The 220 of a new connection: ServerIdent, DeferWelcome, DisplayConnect; and DisplayQuit. Stands last in mod_core, so that it is sent when nobody refused.</summary>
static class Welcome
{
    public static readonly Feature Feature = new("welcome");

    public static readonly Directive<Identification> ServerIdent = Feature.Directive(
        new Directive<Identification>("ServerIdent", Contexts.ServerWide, ParseIdent, new Identification(true, null))
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    /// <summary>The server's name is not told before the login.</summary>
    public static readonly Directive<bool> DeferWelcome = Feature.Directive(
        new Directive<bool>("DeferWelcome", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Directive<string?> DisplayConnect = Feature.Directive(
        new Directive<string?>("DisplayConnect", Contexts.ServerWide, line => Parsed.Of<string?>(line[0]), null));

    /// <summary>Said by QUIT in place of Goodbye.</summary>
    public static readonly Directive<string?> DisplayQuit = Feature.Directive(
        new Directive<string?>("DisplayQuit", Contexts.AndAnonymous, line => Parsed.Of<string?>(line[0]), null, MergeRule.Down));

    static readonly SessionKey<Sent> Key = new(() => new Sent());

    static Welcome() => Feature.SessionStart(SendAsync);

    /// <summary>HOST and SNI start a session anew; the client has been welcomed then.</summary>
    static async ValueTask SendAsync(Session session)
    {
        var sent = session.State(Key);
        if (sent.IsDone)
            return;
        sent.IsDone = true;
        await session.SendNowAsync(220, await LinesAsync(session));
    }

    /// <summary>The lines of the 220; HOST repeats it for the server that it chose.</summary>
    public static async ValueTask<IReadOnlyList<string>> LinesAsync(Session session)
    {
        var root = session.Server.Root;
        var lines = root.Get(DisplayConnect) is { } path ? await DisplayFile.LinesAsync(session, path) : [];
        return [.. lines, Text(session, root.Get(ServerIdent), root.Get(DeferWelcome))];
    }

    static string Text(Session session, Identification ident, bool isDeferred)
    {
        var address = LocalAddress.Advertised(session);
        if (!ident.IsOn)
            return $"{address} FTP server ready";
        if (ident.Text is { } text)
        {
            return text.Replace("%L", address, StringComparison.Ordinal)
                .Replace("%V", session.Log.ServerLabel, StringComparison.Ordinal)
                .Replace("%v", session.Server.Name, StringComparison.Ordinal);
        }
        return isDeferred ? "ProFTPD Server ready." : $"ProFTPD Server ({session.Server.Name}) [{address}]";
    }

    static Parsed<Identification> ParseIdent(DirectiveLine line)
    {
        var isOn = Values.Boolean(line);
        return isOn.Then(on => new Identification(on, on && line.Count == 2 ? line[1] : null));
    }

    sealed class Sent
    {
        public bool IsDone { get; set; }
    }
}
