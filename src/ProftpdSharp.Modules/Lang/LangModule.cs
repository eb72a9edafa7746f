using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Lang;

/// <summary>mod_lang: LANG and OPTS UTF8 (RFC 2640). Names are bytes here; UseEncoding's conversions are read and not made yet.</summary>
public static class LangModule
{
    static readonly Feature Language = new("LANG");

    public static readonly Directive<bool> LangEngine = Language.Directive(
        new Directive<bool>("LangEngine", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<string> LangDefault = Language.Directive(
        new Directive<string>("LangDefault", Contexts.ServerWide, Values.Text, ""));

    public static readonly Directive<IReadOnlyList<string>> LangOptions = Language.Directive(
        new Directive<IReadOnlyList<string>>("LangOptions", Contexts.ServerWide, ParseOptions, []) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<string> LangPath = Language.Directive(
        new Directive<string>("LangPath", ConfigContext.Server, ParsePath, "") { Storage = Storage.Process });

    public static readonly Directive<IReadOnlyList<string>> UseEncoding = Language.Directive(
        new Directive<IReadOnlyList<string>>("UseEncoding", Contexts.ServerWide, ParseEncoding, []) { MinArguments = 0 });

    public static readonly Module Module = new("mod_lang", "1.1", Language);

    static LangModule()
    {
        Language.Command("LANG", CommandGroup.None, CommandClass.None, Login.NotRequired, LangAsync, isAvailable: IsOn);
        Language.Command("OPTS_UTF8", CommandGroup.None, CommandClass.Misc, Login.NotRequired, Utf8Async, isAvailable: IsOn);
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
        return new(command.Argument == "C.UTF-8"
            ? session.Succeed(200, $"Using language {command.Argument}")
            : session.Fail(504, $"Language {command.Argument} not supported"));
    }

    static ValueTask<Outcome> Utf8Async(Session session, Command command)
    {
        if (command.Words.Count != 1 || Values.AsBoolean(command.Words[0]) is not { } wanted)
            return new(session.Fail(501, "'OPTS UTF8' not understood"));
        return new(session.Succeed(200, $"UTF8 set to {(wanted ? "on" : "off")}"));
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

    static Parsed<string> ParsePath(DirectiveLine line) =>
        line[0].StartsWith('/') ? line[0] : line.Error($"unable to use path '{line[0]}' for locale files");

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
}
