using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Lang;

/// <summary>UseEncoding, and OPTS UTF8 by which a client changes its own character set (RFC 2640).</summary>
static class Encoding
{
    const string Utf8 = "UTF-8";
    const string Label = "mod_lang/1.1";

    /// <summary>The character sets in which byte 255 is a letter that names have, which switches Telnet off.</summary>
    static readonly HashSet<string> WithoutTelnet = new(["cp866", "cp1251", "iso-8859-1", "koi8-r", "windows-1251"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The commands whose argument is a path, for RequireValidEncoding.</summary>
    static readonly HashSet<string> PathCommands = new(
        "APPE CWD DELE LIST MDTM MKD MLSD MLST NLST RETR RMD RNFR RNTO SIZE STAT STOR XCWD XMKD XRMD".Split(' '), StringComparer.Ordinal);

    public static readonly Feature Feature = new("UseEncoding");

    public static readonly Directive<IReadOnlyList<string>> LangOptions = Feature.Directive(
        new Directive<IReadOnlyList<string>>("LangOptions", Contexts.ServerWide, ParseOptions, []) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<IReadOnlyList<string>> UseEncoding = Feature.Directive(
        new Directive<IReadOnlyList<string>>("UseEncoding", Contexts.ServerWide, ParseEncoding, []) { MinArguments = 0 });

    static readonly SessionKey<Choice> Key = new(() => new Choice());

    static Encoding()
    {
        Feature.SessionStart(session =>
        {
            Apply(session);
            return ValueTask.CompletedTask;
        });
        Feature.SessionEnd(session => session.Charsets?.Dispose());
        Feature.On(Phase.Pre, "*", Judge);
        // Sections of mod_ifsession may have another one; a client's own choice ends here too.
        Feature.On(Phase.Post, "PASS", (session, _) =>
        {
            Apply(session);
            return ValueTask.FromResult(Outcome.Handled);
        });
        Feature.Command("OPTS_UTF8", CommandGroup.None, CommandClass.Misc, Login.NotRequired, ChooseAsync);
    }

    static void Apply(Session session)
    {
        var choice = session.State(Key);
        (choice.AllowsUtf8, choice.AllowsOther, choice.Server, choice.Client) = (true, true, null, null);
        (choice.IsUnknown, choice.IsUtf8) = (false, false);
        Use(session, null);
        switch (session.Server.Root.Get(UseEncoding))
        {
            case [var word]:
                (choice.AllowsUtf8, choice.AllowsOther) = Values.AsBoolean(word) == true ? (true, false) : (false, true);
                break;
            case { Count: >= 2 } words:
                Apply(session, choice, words[0], words[1], isStrict: words.Count > 2 || Has(session, "PreferServerEncoding"));
                break;
        }
    }

    static void Apply(Session session, Choice choice, string server, string client, bool isStrict)
    {
        if (!Use(session, server, client))
        {
            LogUnknown(session, server, client);
            (choice.Server, choice.Client, choice.IsUnknown) = (server, client, true);
            return;
        }
        session.Log.Debug(3, $"{Label}: using local charset '{server}', client charset '{client}' for path encoding");
        (choice.Server, choice.Client, choice.AllowsUtf8) = (server, client, !isStrict);
        session.Control.HasTelnet = !WithoutTelnet.Contains(client);
    }

    static bool Use(Session session, string server, string client)
    {
        var opened = Charsets.Open(server, client);
        Use(session, opened.Ok ? opened.Value : null);
        return opened.Ok;
    }

    static void Use(Session session, Charsets? charsets)
    {
        session.Charsets?.Dispose();
        session.Charsets = charsets;
    }

    static void LogUnknown(Session session, string server, string client)
    {
        session.Log.Notice($"error opening conversion handle from '{server}' to '{client}': Invalid argument");
        session.Log.Notice($"{Label}: error setting local charset '{server}', client charset '{client}': Invalid argument");
    }

    static bool Has(Session session, string option) => session.Server.Root.Get(LangOptions).Contains(option);

    static ValueTask<Outcome> ChooseAsync(Session session, Command command)
    {
        if (command.Words.Count != 1 || Values.AsBoolean(command.Words[0]) is not { } wanted)
            return new(session.Fail(501, "'OPTS UTF8' not understood"));
        var (choice, word) = (session.State(Key), wanted ? "on" : "off");
        if (!(wanted ? choice.AllowsUtf8 : choice.AllowsOther))
        {
            session.Log.Debug(5, $"{Label}: unable to accept 'OPTS UTF8 {word}' due to LangOptions/UseEncoding directive in config file");
            return new(session.Fail(451, "Unable to accept OPTS UTF8"));
        }
        if (choice is { IsUnknown: true, IsUtf8: true } && !wanted)
        {
            choice.IsUtf8 = false;
            LogUnknown(session, choice.Server!, choice.Client!);
            return new(session.Fail(451, "Unable to accept OPTS UTF8"));
        }
        choice.IsUtf8 = wanted;
        session.ConvertsNothing = !wanted && choice.Server is null;
        if (choice is { IsUnknown: false, Server: { } server, Client: { } client })
            Use(session, server, wanted ? Utf8 : client);
        return new(session.Succeed(200, $"UTF8 set to {word}"));
    }

    /// <summary>RequireValidEncoding: a name that is not in the client's character set is refused.</summary>
    static ValueTask<Outcome> Judge(Session session, Command command)
    {
        if (session.LineIsConvertible || !session.IsLoggedIn || !Has(session, "RequireValidEncoding"))
            return new(Outcome.Handled);
        var path = command.Verb is "MFMT" or "MFF" ? string.Join(' ', command.Words.Skip(1)) : PathCommands.Contains(command.Verb) ? command.Argument : null;
        if (path is not null)
            return new(session.Fail(550, $"{path}: Illegal character sequence in filename"));
        return new(command.Verb == "SITE" && command.Words.Count > 1
            ? session.Fail(550, $"SITE {command.Words[1]}: Illegal character sequence in command")
            : Outcome.Handled);
    }

    static Parsed<IReadOnlyList<string>> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word is not ("PreferServerEncoding" or "RequireValidEncoding"))
                return line.Error($": unknown LangOption '{word}'");
        }
        return Parsed.Of(line.Arguments);
    }

    static Parsed<IReadOnlyList<string>> ParseEncoding(DirectiveLine line)
    {
        if (line.Count is < 1 or > 3)
            return line.WrongNumberOfParameters;
        if (line.Count == 1 && Values.AsBoolean(line[0]) is null)
            return line.Error("expected Boolean parameter");
        if (line.Count == 3 && !line[2].Equals("strict", StringComparison.OrdinalIgnoreCase))
            return line.Error($"unknown UseEncoding keyword '{line[2]}'");
        return Parsed.Of(line.Arguments);
    }

    sealed class Choice
    {
        /// <summary>Whether OPTS UTF8 ON is accepted.</summary>
        public bool AllowsUtf8 { get; set; } = true;

        /// <summary>Whether OPTS UTF8 OFF is accepted.</summary>
        public bool AllowsOther { get; set; } = true;

        /// <summary>Whether one of the configured character sets does not exist: the way back to it from UTF-8 then fails, once.</summary>
        public bool IsUnknown { get; set; }

        /// <summary>Whether OPTS UTF8 ON was the client's last word.</summary>
        public bool IsUtf8 { get; set; }

        /// <summary>The configured character sets; null where none are, and none are converted.</summary>
        public string? Server { get; set; }

        public string? Client { get; set; }
    }
}
