using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Core;

/// <summary>What PASV, EPSV, PORT and EPRT have in common.</summary>
static class DataCommand
{
    /// <summary>The checks before the command itself: EPSV ALL, the number of words, <c>&lt;Limit&gt;</c>.</summary>
    /// <param name="words">How many words the command has; it is refused after EPSV ALL. Null for EPSV, which has none or one and is not.</param>
    /// <param name="handler">The command itself.</param>
    public static CommandHandler Checked(int? words, CommandHandler handler) => async (session, command) =>
    {
        if (words is not null && session.State(TransferState.Key).ExtendedPassiveOnly)
            return session.Fail(500, $"Illegal {command.Verb} command, EPSV ALL in effect");
        if (words is { } count && command.Words.Count != count)
            return session.Fail(501, "Invalid number of parameters");
        return await Limits.RefusesAsync(session, command) ? Outcome.Failed : await handler(session, command);
    };

    /// <summary>Whether EPSV and EPRT know a network protocol (RFC 2428): 2 is IPv6, which UseIPv6 may switch off.</summary>
    public static bool IsSupported(Session session, int protocol) => protocol == 1 || protocol == 2 && UsesIPv6(session);

    /// <summary>Appends the 522 for another protocol.</summary>
    public static Outcome Unsupported(Session session) =>
        session.Fail(522, $"Network protocol not supported, use ({(UsesIPv6(session) ? "1,2" : "1")})");

    static bool UsesIPv6(Session session) => session.Configuration.Process.Get(LanguageDirectives.UseIPv6);
}
