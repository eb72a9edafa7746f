using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Auth;

/// <summary>A hash that stands in for the user's own.</summary>
readonly record struct ConfiguredPassword(string User, string Hash)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => User;
}

/// <summary>A pattern of anonymous passwords.</summary>
sealed record RejectedPasswords(RegularExpression Pattern, bool IsNegated);

/// <summary>Passwords: UserPassword, AllowEmptyPasswords, MaxPasswordSize, AnonRequirePassword, AnonRejectPasswords.</summary>
static class PasswordRules
{
    public static readonly Feature Feature = new("passwords");

    public static readonly Directive<ConfiguredPassword> UserPassword = Feature.Directive(
        new Directive<ConfiguredPassword>("UserPassword", Contexts.AndAnonymous, ParseUserPassword, default, MergeRule.Down) { MinArguments = 2 });

    public static readonly Directive<bool> AllowEmptyPasswords = Feature.Directive(
        new Directive<bool>("AllowEmptyPasswords", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    /// <summary>In bytes.</summary>
    public static readonly Directive<long> MaxPasswordSize = Feature.Directive(
        new Directive<long>("MaxPasswordSize", Contexts.ServerWide, ParseSize, 1024));

    /// <summary>Anonymous logins need a real password.</summary>
    public static readonly Directive<bool> AnonRequirePassword = Feature.Directive(
        new Directive<bool>("AnonRequirePassword", ConfigContext.Anonymous, Values.Boolean, false));

    public static readonly Directive<RejectedPasswords?> AnonRejectPasswords = Feature.Directive(
        new Directive<RejectedPasswords?>("AnonRejectPasswords", ConfigContext.Anonymous, ParseRejected, null)
        {
            MaxArguments = 2,
            WrongCount = "bad number of parameters",
        });

    /// <summary>Checks the password of a login that needs one; UserPassword counts before every source.</summary>
    /// <param name="session">The session.</param>
    /// <param name="scope">The Anonymous section or the server.</param>
    /// <param name="user">Whose password it is.</param>
    /// <param name="password">As the client gave it.</param>
    public static async Task<AuthVerdict> CheckAsync(Session session, ConfigScope scope, UserEntry user, Password password)
    {
        if (password.Length > session.Server.Root.Get(MaxPasswordSize))
        {
            session.Log.Info($"client-provided password size exceeds MaxPasswordSize ({session.Server.Root.Get(MaxPasswordSize)}), rejecting");
            return AuthVerdict.BadPassword;
        }
        return await AuthTable.Of(session).AuthenticateAsync(session, user, password, Configured(scope, user.Name)?.Hash);
    }

    /// <summary>UserPassword of a user; null when there is none.</summary>
    public static ConfiguredPassword? Configured(ConfigScope scope, string user) =>
        scope.All(UserPassword).FirstOrDefault(record => record.Value.User == user)?.Value;

    /// <summary>Whether AnonRejectPasswords turns away what an anonymous client gave.</summary>
    public static bool Rejects(ConfigScope anonymous, string password) =>
        anonymous.Get(AnonRejectPasswords) is { } rejected && rejected.Pattern.IsMatch(password) != rejected.IsNegated;

    static Parsed<ConfiguredPassword> ParseUserPassword(DirectiveLine line) => new ConfiguredPassword(line[0], line[1]);

    static Parsed<long> ParseSize(DirectiveLine line) =>
        line[0].Length == 0 ? 0 : !line[0].Contains('-', StringComparison.Ordinal) && Values.WholeNumber(line[0]) is { } size ? size : line.Error("badly formatted parameter");

    static Parsed<RejectedPasswords?> ParseRejected(DirectiveLine line)
    {
        var ignoreCase = false;
        if (line.Count == 2)
        {
            if (!line[1].StartsWith('[') || !line[1].EndsWith(']'))
                return line.Error($": badly formatted flags parameter: '{line[1]}'");
            if (line[1] is not ("[NC]" or "[nocase]"))
                return line.Error($": unknown flags '{line[1]}'");
            ignoreCase = true;
        }
        var isNegated = line[0].StartsWith('!');
        return RegularExpression.TryCompile(isNegated ? line[0][1..] : line[0], ignoreCase, out var compiled, out var error)
            ? new RejectedPasswords(compiled, isNegated)
            : line.Error($"Unable to compile regex '{line[0]}': {error.Text}");
    }
}
