using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>Where a login stands between USER and PASS, and how often it failed.</summary>
sealed class LoginAttempt
{
    static readonly SessionKey<LoginAttempt> Key = new(() => new LoginAttempt());

    /// <summary>What USER said, blanks included; null before USER and after PASS.</summary>
    public string? GivenName { get; set; }

    /// <summary>The name of the present login, for a repeated USER.</summary>
    public string? LoggedInName { get; set; }

    /// <summary>Failures so far, for MaxLoginAttempts.</summary>
    public int Failures { get; set; }

    /// <summary>Whether the system's records of logins have this one.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>USER alone has logged in, and nobody has told of it yet.</summary>
    public bool IsProved { get; set; }

    public static LoginAttempt Of(Session session) => session.State(Key);
}

/// <summary>Whom a name given with USER means.</summary>
/// <param name="UserName">The account, aliases resolved.</param>
/// <param name="Anonymous">The Anonymous section that it belongs to; null for real logins.</param>
/// <param name="IsAlias">Whether UserAlias named it.</param>
/// <param name="IsRefused">Whether AuthAliasOnly lets nobody in under this name.</param>
readonly record struct LoginTarget(string UserName, ConfigScope? Anonymous, bool IsAlias, bool IsRefused);
