using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>What follows a refused login: the one reply for every reason, and MaxLoginAttempts.</summary>
static class LoginFailures
{
    public static readonly Feature Feature = new("failed logins");

    /// <summary>Null for none.</summary>
    public static readonly Directive<int?> MaxLoginAttempts = Feature.Directive(
        new Directive<int?>("MaxLoginAttempts", Contexts.ServerWide, ParseAttempts, 3));

    /// <summary>Answers and counts; the session ends when it was one too many.</summary>
    public static Outcome Count(LoginCandidate login)
    {
        var session = login.Session;
        session.Anonymous = null;
        if (login.Explanation is { } explanation)
            session.Responses.AddError(530, explanation);
        session.Responses.AddError(530, login.Denial ?? LoginMessages.Denied(login.Scope, login.GivenName));
        var attempt = LoginAttempt.Of(session);
        attempt.Failures++;
        if (session.Ending is null && session.Server.Root.Get(MaxLoginAttempts) is { } most && attempt.Failures >= most)
        {
            session.Log.Auth(LogLevel.Notice, $"Maximum login attempts ({most}) exceeded, connection refused");
            session.End(DisconnectReason.ConfigAcl, "Denied by MaxLoginAttempts");
        }
        return Outcome.Failed;
    }

    static Parsed<int?> ParseAttempts(DirectiveLine line)
    {
        if (line[0].Equals("none", StringComparison.OrdinalIgnoreCase))
            return Parsed.Of<int?>(null);
        return Values.PositiveNumber(line[0]) is { } most
            ? most
            : line.Error("parameter must be 'none' or a number greater than 0");
    }
}
