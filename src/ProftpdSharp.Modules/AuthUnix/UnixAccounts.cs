using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.AuthUnix;

/// <summary>What AuthUnixOptions can ask for. The AIX ones have no meaning on Linux.</summary>
[Flags]
enum AuthUnixOption
{
    None = 0,
    AixNoRLogin = 1,
    AixNoAuthenticate = 2,
    NoGetgrouplist = 4,
    NoInitgroups = 8,

    /// <summary><c>/./</c> in a home directory marks where the jail ends and the rest begins.</summary>
    MagicTokenChroot = 16,
}

/// <summary>Users, groups and passwords of the system: passwd, group and shadow through NSS.</summary>
static class UnixAccounts
{
    public static readonly Feature Feature = new("system accounts");

    public static readonly Directive<AuthUnixOption> AuthUnixOptions = Feature.Directive(
        new Directive<AuthUnixOption>("AuthUnixOptions", Contexts.ServerWide, ParseOptions, AuthUnixOption.None)
        {
            WrongCount = "wrong number of parameters",
        });

    /// <summary>Once chose between reading /etc/passwd and asking NSS; NSS is always asked here.</summary>
    public static readonly Directive<bool> PersistentPasswd = Feature.Directive(
        new Directive<bool>("PersistentPasswd", Contexts.ServerWide, Values.Boolean, false));

    static UnixAccounts() => Feature.SessionStart(AddSource);

    static ValueTask AddSource(Session session)
    {
        AuthTable.Of(session).Add(new UnixSource(session));
        return default;
    }

    static Parsed<AuthUnixOption> ParseOptions(DirectiveLine line)
    {
        var options = AuthUnixOption.None;
        foreach (var word in line.Arguments)
        {
            if (Option(word) is not { } option)
                return line.Error($": unknown AuthUnixOption '{word}'");
            options |= option;
        }
        return options;
    }

    static AuthUnixOption? Option(string word) => word.ToLowerInvariant() switch
    {
        "aixnorlogin" => AuthUnixOption.AixNoRLogin,
        "aixnoauthenticate" => AuthUnixOption.AixNoAuthenticate,
        "nogetgrouplist" => AuthUnixOption.NoGetgrouplist,
        "noinitgroups" => AuthUnixOption.NoInitgroups,
        "magictokenchroot" => AuthUnixOption.MagicTokenChroot,
        _ => null,
    };
}
