using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Commands;

/// <summary>Shorthand for handlers.</summary>
public static class Replies
{
    /// <summary>Appends an error reply.</summary>
    /// <returns>What the handler returns: <see cref="Outcome.Failed"/>.</returns>
    public static Outcome Fail(this Session session, int code, string text)
    {
        session.Responses.AddError(code, text);
        return Outcome.Failed;
    }

    /// <summary>Appends a reply.</summary>
    /// <returns>What the handler returns: <see cref="Outcome.Handled"/>.</returns>
    public static Outcome Succeed(this Session session, int code, string text)
    {
        session.Responses.Add(code, text);
        return Outcome.Handled;
    }
}
