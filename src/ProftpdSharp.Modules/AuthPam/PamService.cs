using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>AuthPAM, AuthPAMConfig and AuthPAMOptions.</summary>
static class PamService
{
    public static readonly Feature Feature = new("PAM");

    public static readonly Directive<bool> AuthPAM = Feature.Directive(
        new Directive<bool>("AuthPAM", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>The service name under /etc/pam.d.</summary>
    public static readonly Directive<string> AuthPAMConfig = Feature.Directive(
        new Directive<string>("AuthPAMConfig", Contexts.ServerWide, Values.Text, "ftp"));

    public static readonly Directive<bool> AuthPAMOptions = Feature.Directive(
        new Directive<bool>("AuthPAMOptions", Contexts.ServerWide, ParseOptions, false) { WrongCount = "wrong number of parameters" });

    static PamService() => Feature.SessionStart(AddSource);

    static ValueTask AddSource(Session session)
    {
        AuthTable.Of(session).Add(new PamSource(session));
        return default;
    }

    /// <summary>NoTTY is the only option.</summary>
    static Parsed<bool> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (!word.Equals("NoTTY", StringComparison.OrdinalIgnoreCase))
                return line.Error($": unknown AuthPAMOption: '{word}'");
        }
        return true;
    }
}

/// <summary>
/// What the usual PAM stack of a service says, from shadow(5): the right password of an account that is open and need not change it. Everything
/// else is declined, so that without <c>*</c> in AuthOrder the next module decides, as upstream's does.
/// </summary>
sealed class PamSource(Session session) : AuthSource("mod_auth_pam")
{
    public override bool HasAccounts => false;

    public override async Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash)
    {
        if (hash is not null || !session.Server.Root.Get(PamService.AuthPAM))
            return AuthVerdict.Declined;
        var secret = await session.Host.NameWorkers.RunAsync(() => SystemSecret.Find(user.Name));
        if (secret is null || secret.Closed(session.Host.Clock) is not null || secret.IsExpired(session.Host.Clock))
            return AuthVerdict.Declined;
        var isRight = await session.Host.CryptWorkers.RunAsync(() => Crypt.Verify(password.Bytes, secret.Hash));
        return isRight ? AuthVerdict.Accepted : AuthVerdict.Declined;
    }
}
