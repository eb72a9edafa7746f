using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Lang;

/// <summary>mod_lang: LANG (RFC 2640), and the character sets of clients.</summary>
public static class LangModule
{
    static readonly Feature Language = new("LANG");

    public static readonly Directive<bool> LangEngine = Language.Directive(
        new Directive<bool>("LangEngine", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<string> LangDefault = Language.Directive(
        new Directive<string>("LangDefault", Contexts.ServerWide, Values.Text, ""));

    public static readonly Directive<string> LangPath = Language.Directive(
        new Directive<string>("LangPath", ConfigContext.Server, ParsePath, "") { Storage = Storage.Process });

    public static readonly Module Module = new("mod_lang", "1.1", Language, Encoding.Feature);

    static LangModule()
    {
        Language.Command("LANG", CommandGroup.None, CommandClass.None, Login.NotRequired, LangAsync, isAvailable: IsOn);
        Language.Feat(session => IsOn(session) ? ["LANG C.UTF-8*", "UTF8"] : []);
    }

    static bool IsOn(Session session) => session.Server.Root.Get(LangEngine);

    /// <summary>The only language is the one in which upstream's texts are written; after the login upstream refuses to change it.</summary>
    static ValueTask<Outcome> LangAsync(Session session, Command command)
    {
        if (session.IsLoggedIn)
            return new(session.Fail(500, "Unable to handle command"));
        if (!command.HasArgument)
            return new(session.Succeed(200, "Using default language C.UTF-8"));
        return new(command.Words switch
        {
            ["C.UTF-8"] => session.Succeed(200, "Using language C.UTF-8"),
            [var language] => session.Fail(504, $"Language {language} not supported"),
            _ => session.Fail(501, "Invalid number of parameters"),
        });
    }

    static Parsed<string> ParsePath(DirectiveLine line) =>
        line[0].StartsWith('/') ? line[0] : line.Error($"unable to use path '{line[0]}' for locale files");
}
