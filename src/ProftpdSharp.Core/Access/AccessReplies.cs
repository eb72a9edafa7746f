using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>The replies to refused commands; upstream's texts differ from command to command.</summary>
public static class AccessReplies
{
    /// <summary>Appends the reply to a command that was refused; always returns <see cref="Outcome.Failed"/>, for the handler to return.</summary>
    public static Outcome AppendRefusal(Session session, Command command, AccessDecision decision) => throw new NotImplementedException();
}
