using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Lang;

/// <summary>mod_lang: LANG (RFC 2640), and the character sets of clients.</summary>
public static class LangModule
{
    internal const string Label = "mod_lang/1.1";

    /// <summary>Where Debian's package of ProFTPD installs its catalogues.</summary>
    const string DefaultPath = "/usr/share/locale";

    static readonly Feature Language = new("LANG");

    public static readonly Directive<bool> LangEngine = Language.Directive(
        new Directive<bool>("LangEngine", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<string> LangDefault = Language.Directive(
        new Directive<string>("LangDefault", Contexts.ServerWide, Values.Text, ""));

    public static readonly Directive<string> LangPath = Language.Directive(
        new Directive<string>("LangPath", ConfigContext.Server, ParsePath, DefaultPath) { Storage = Storage.Process });

    public static readonly Module Module = new("mod_lang", "1.1", Language, Encoding.Feature);

    static readonly SessionKey<Spoken> Key = new(() => new Spoken());

    sealed class Spoken
    {
        /// <summary>The session's own, of its first server: HOST changes nothing about it. Null before the session starts.</summary>
        public string? Default { get; set; }

        public string Present { get; set; } = "";
    }

    static LangModule()
    {
        Language.Review(Review);
        Language.SessionStart(Start);
        Language.Command("LANG", CommandGroup.None, CommandClass.None, Login.NotRequired, LangAsync, isAvailable: IsOn);
        Language.Feat(session => IsOn(session) ? [session.Host.State(Languages.Key).Announce(session.State(Key).Present), "UTF8"] : []);
    }

    static bool IsOn(Session session) => session.Server.Root.Get(LangEngine);

    static ValueTask Review(StartupCheck check)
    {
        var languages = check.Host.State(Languages.Key);
        languages.Load(check.Configuration.Process.Get(LangPath), check.Host.Log);
        foreach (var server in check.Configuration.Servers)
        {
            if (server.Root.Get(LangDefault) is not { Length: > 0 } wanted || languages.NameOf(wanted) is not null)
                continue;
            check.Log($"{Label}: LangDefault '{wanted}', configured for server '{server.Name}', is not a supported language, removing");
            check.Log($"{Label}: Perhaps proftpd has not yet been translated into '{wanted}'");
        }
        return ValueTask.CompletedTask;
    }

    static ValueTask Start(Session session)
    {
        var (spoken, languages) = (session.State(Key), session.Host.State(Languages.Key));
        if (spoken.Default is null && IsOn(session))
        {
            Use(session, languages.Default, languages.DefaultTranslation);
            var wanted = session.Server.Root.Get(LangDefault);
            spoken.Default = spoken.Present = wanted.Length > 0 && languages.NameOf(wanted) is not null ? wanted : languages.Default;
            if (spoken.Default != languages.Default)
                Speak(session, spoken.Default);
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>After the login upstream refuses to change the language.</summary>
    static ValueTask<Outcome> LangAsync(Session session, Command command)
    {
        if (session.IsLoggedIn)
            return new(session.Fail(500, "Unable to handle command"));
        var spoken = session.State(Key);
        if (!command.HasArgument)
        {
            spoken.Present = spoken.Default ?? session.Host.State(Languages.Key).Default;
            session.Log.Debug(7, $"{Label}: resetting to default language '{spoken.Present}'");
            Speak(session, spoken.Present);
            return new(session.Succeed(200, $"Using default language {spoken.Present}"));
        }
        return new(command.Words is [var language] ? Choose(session, spoken, language) : session.Fail(501, "Invalid number of parameters"));
    }

    static Outcome Choose(Session session, Spoken spoken, string language)
    {
        if (session.Host.State(Languages.Key).NameOf(language) is null)
        {
            session.Log.Debug(3, $"{Label}: language '{language}' unsupported: No such file or directory");
            return session.Fail(504, $"Language {language} not supported");
        }
        session.Log.Debug(7, $"{Label}: setting to client-requested language '{language}'");
        spoken.Present = language;
        Speak(session, language);
        session.Log.Debug(5, $"{Label}: now using client-requested language '{language}'");
        return session.Succeed(200, $"Using language {language}");
    }

    /// <summary>Upstream takes the client's own spelling for the locale: en-US is announced and accepted, and changes nothing.</summary>
    static void Speak(Session session, string language)
    {
        if (session.Host.State(Languages.Key).TryLoad(language, session.Log, out var translation))
            Use(session, language, translation);
        else
            session.Log.Notice($"{Label}: unknown/unsupported language '{language}', ignoring");
    }

    static void Use(Session session, string language, Translation? translation)
    {
        session.Translation = translation is null ? null : translation.Translate;
        session.Log.Debug(4, $"{Label}: using {language} messages");
    }

    static Parsed<string> ParsePath(DirectiveLine line) =>
        line[0].StartsWith('/') ? line[0] : line.Error($"unable to use path '{line[0]}' for locale files");
}
