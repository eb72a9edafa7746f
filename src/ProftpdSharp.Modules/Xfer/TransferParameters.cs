using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>TYPE, STRU and MODE (RFC 959 section 4.1.2).</summary>
static class TransferParameters
{
    public static readonly Feature Feature = new("TYPE STRU MODE");

    public static readonly Directive<bool> DefaultTransferMode = Feature.Directive(
        new Directive<bool>("DefaultTransferMode", Contexts.ServerWide, ParseMode, true));

    static TransferParameters()
    {
        Feature.Command("TYPE", CommandGroup.None, CommandClass.Misc, Login.NotRequired, TypeAsync, "<sp> type-code (A, I, L 7, L 8)");
        Feature.Command("STRU", CommandGroup.None, CommandClass.Misc, Login.Required, StruAsync, "is not implemented (always F)");
        Feature.Command("MODE", CommandGroup.None, CommandClass.Misc, Login.Required, ModeAsync, "is not implemented (always S)");
        Feature.SessionStart(session =>
        {
            session.State(TransferState.Key).IsAscii = session.Server.Root.Get(DefaultTransferMode);
            return default;
        });
    }

    static ValueTask<Outcome> TypeAsync(Session session, Command command)
    {
        if (command.Words.Count is 0 or > 2)
            return new(command.NotUnderstood(session, 500));
        var type = command.Words[0];
        bool? ascii = (type.ToUpperInvariant(), command.Words.ElementAtOrDefault(1)) switch
        {
            ("A", _) => true,
            ("I", _) => false,
            ("L", "7") => true,
            ("L", "8") => false,
            _ => null,
        };
        if (ascii is null)
            return new(session.Fail(504, $"TYPE not implemented for '{type}' parameter"));
        session.State(TransferState.Key).IsAscii = ascii.Value;
        return new(session.Succeed(200, $"Type set to {type}"));
    }

    static ValueTask<Outcome> StruAsync(Session session, Command command)
    {
        if (command.Words.Count != 1)
            return new(command.NotUnderstood(session, 501));
        // As upstream, the first letter decides.
        switch (char.ToUpperInvariant(command.Words[0].FirstOrDefault()))
        {
            case 'F':
                return new(session.Succeed(200, "Structure set to F"));
            case 'R' or 'P':
                return new(session.Fail(504, $"'{command.Line}' unsupported structure type"));
            default:
                return new(session.Fail(501, $"'{command.Line}' unrecognized structure type"));
        }
    }

    static ValueTask<Outcome> ModeAsync(Session session, Command command)
    {
        if (command.Words.Count != 1)
            return new(command.NotUnderstood(session, 501));
        switch (char.ToUpperInvariant(command.Words[0].FirstOrDefault()))
        {
            case 'S':
                return new(session.Succeed(200, "Mode set to S"));
            case 'B' or 'C':
                return new(session.Fail(504, $"'{command.Line}' unsupported transfer mode"));
            default:
                return new(session.Fail(501, $"'{command.Line}' unrecognized transfer mode"));
        }
    }

    /// <summary>True is ASCII.</summary>
    static Parsed<bool> ParseMode(DirectiveLine line) => line[0].ToLowerInvariant() switch
    {
        "ascii" => true,
        "binary" => false,
        _ => line.Error("parameter must be 'ascii' or 'binary'"),
    };
}
