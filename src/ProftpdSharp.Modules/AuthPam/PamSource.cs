using System.Globalization;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>PAM for one session. It knows passwords alone; what it refuses another source may still accept, unless AuthOrder has it with <c>*</c>.</summary>
sealed class PamSource(Session session) : AuthSource("mod_auth_pam")
{
    const string Log = "mod_auth_pam/1.2";

    /// <summary>Modules may ask for any time; a session must not be kept for longer.</summary>
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    static readonly SessionKey<Opened> Key = new(() => new Opened());

    PamHelpers Helpers => session.Host.State(PamHelpers.Key);

    public override bool HasAccounts => false;

    public override bool IsAuthoritative => false;

    public override async Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash)
    {
        var root = session.Server.Root;
        if (hash is not null || !root.Get(PamService.AuthPAM))
            return AuthVerdict.Declined;
        Close(session);
        var terminal = root.Get(PamService.AuthPAMOptions) ? "" : "/dev/ftpd" + session.Number.ToString(CultureInfo.InvariantCulture);
        var request = new PamRequest(PamRequestKind.LogIn, 0, root.Get(PamService.AuthPAMConfig), user.Name, terminal, session.RemoteName);
        var (answer, opened) = await Helpers.LogInAsync(request, password);
        session.State(Key).Session = opened;
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay < LongestDelay ? answer.Delay : LongestDelay, session.Host.Clock);
        if (answer.Step is PamStep.Account or PamStep.Session or PamStep.Credentials)
            session.Log.Notice($"{Log}: PAM({user.Name}): {answer.Text}");
        if (answer.Step == PamStep.NoAnswer)
            session.Log.Error($"{Log}: PAM({user.Name}): no answer from the helper process");
        return Verdict(answer);
    }

    /// <summary>Ends the PAM session of a login, if there is one.</summary>
    public static void Close(Session session)
    {
        var opened = session.State(Key);
        if (opened.Session is not { } open)
            return;
        opened.Session = null;
        session.Host.State(PamHelpers.Key).Close(open);
    }

    /// <summary>What upstream makes of each code at each step.</summary>
    static AuthVerdict Verdict(PamAnswer answer) => (answer.Step, answer.Code) switch
    {
        (PamStep.Done, _) => AuthVerdict.Accepted,
        (PamStep.NoAnswer, _) => AuthVerdict.Unavailable,
        (PamStep.Start, _) or (PamStep.Session, PamCode.SessionError) => AuthVerdict.InitializationFailed,
        (PamStep.Session, _) or (PamStep.Account, PamCode.AccountExpired) => AuthVerdict.AccountDisabled,
        (_, PamCode.UserUnknown) => AuthVerdict.NoSuchUser,
        (PamStep.Authenticate, PamCode.TooManyTries) => AuthVerdict.TooManyAttempts,
        (PamStep.Authenticate, PamCode.AuthenticationInformationUnavailable) => AuthVerdict.ServiceUnavailable,
        (PamStep.Authenticate, PamCode.CredentialsInsufficient) => AuthVerdict.CredentialsInsufficient,
        (PamStep.Credentials, PamCode.CredentialsExpired) => AuthVerdict.PasswordExpired,
        (PamStep.Credentials, PamCode.CredentialsUnavailable) => AuthVerdict.CredentialsUnavailable,
        (PamStep.Credentials, PamCode.CredentialsError) => AuthVerdict.CredentialsFailed,
        _ => AuthVerdict.BadPassword,
    };

    sealed class Opened
    {
        public PamSession? Session { get; set; }
    }
}
