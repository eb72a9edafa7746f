using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Commands;

/// <summary>Handles one command: appends replies and says what became of it; writes nothing to the wire.</summary>
public delegate ValueTask<Outcome> CommandHandler(Session session, Command command);

/// <summary>
/// One line of the command table. HELP, FEAT, the groups of <c>&lt;Limit&gt;</c>, the classes of <c>ExtendedLog</c> and 500/530 derive from it.
/// </summary>
/// <param name="Verb">The command in upper case.</param>
/// <param name="Group">The <c>&lt;Limit&gt;</c> group.</param>
/// <param name="Class">The <c>ExtendedLog</c> class.</param>
/// <param name="Login">Whether 530 is answered before the login.</param>
/// <param name="Handler">What runs.</param>
/// <param name="Help">The text after <c>214 Syntax: VERB </c> of <c>HELP VERB</c>; null when HELP does not know the command.</param>
/// <param name="Implemented">False for commands that HELP marks with an asterisk.</param>
/// <param name="UsesData">True for commands that are refused while a transfer is under way.</param>
/// <param name="IsAvailable">Whether the row exists for a session (TLSEngine); null: always.</param>
public sealed record CommandRow(
    string Verb, CommandGroup Group, CommandClass Class, Login Login, CommandHandler Handler, string? Help, bool Implemented, bool UsesData = false, Func<Session, bool>? IsAvailable = null)
{
    /// <summary>The module that brings it, for the TraceLog.</summary>
    public string Module { get; init; } = "";
}

/// <summary>A handler for a phase other than the command's own; the verb <c>*</c> stands for every command.</summary>
public sealed record PhaseRow(Phase Phase, string Verb, CommandHandler Handler)
{
    /// <summary>The module that brings it, for the TraceLog.</summary>
    public string Module { get; init; } = "";
}

/// <summary>One SITE sub-command; its <see cref="Command"/> has the verb <c>SITE_NAME</c> and the words after the name.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Group">The <c>&lt;Limit&gt;</c> group.</param>
/// <param name="Handler">What runs.</param>
/// <param name="Help">The syntax that <c>SITE HELP NAME</c> tells; null when that does not know it.</param>
/// <param name="Listed">The line in <c>SITE HELP</c>; null for none.</param>
/// <param name="IsAvailable">Whether it exists for a session (CopyEngine); null: always.</param>
public sealed record SiteRow(string Name, CommandGroup Group, CommandHandler Handler, string? Help, string? Listed, Func<Session, bool>? IsAvailable);
