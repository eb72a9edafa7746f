using ProftpdSharp.Core.Access;
using System.Globalization;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>REST (RFC 3659 section 5) and RANG (draft-bryan-ftp-range).</summary>
static class Restart
{
    public static readonly Feature Rest = new("REST");
    public static readonly Feature Rang = new("RANG");

    static Restart()
    {
        Rest.Command("REST", CommandGroup.None, CommandClass.Misc, Login.Required, RestAsync, "<sp> byte-count");
        Rang.Command("RANG", CommandGroup.None, CommandClass.Misc, Login.Required, RangAsync, "<sp> start-point <sp> end-point");
        Rest.Feat("REST STREAM");
        Rang.Feat("RANG STREAM");
    }

    static ValueTask<Outcome> RestAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        if (command.Words.Count != 1)
            return new(command.NotUnderstood(session, 500));
        if (Number(command.Words[0]) is not { } offset)
            return new(session.Fail(501, "REST requires a value greater than or equal to 0"));
        if (state.IsAscii && offset > 0)
            return new(session.Fail(501, "REST: Resuming transfers not allowed in ASCII mode"));
        state.ForgetRestart();
        // No file reaches this far; an offset that the kernel cannot take is refused as one behind the end.
        state.RestartOffset = (long)Math.Min(offset, long.MaxValue);
        return new(session.Succeed(350, $"Restarting at {offset}. Send STORE or RETRIEVE to initiate transfer"));
    }

    static async ValueTask<Outcome> RangAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        if (command.Words.Count != 2)
            return command.NotUnderstood(session, 500);
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        if (Number(command.Words[0]) is not { } start || Number(command.Words[1]) is not { } end)
            return session.Fail(501, "RANG requires a value greater than or equal to 0");
        if (start == 1 && end == 0)
        {
            state.ForgetRestart();
            return session.Succeed(350, "Reset byte transfer range");
        }

        // As upstream, numbers that no file reaches wrap around; RETR then refuses them.
        var (first, last) = unchecked(((long)start, (long)end));
        if (first > last)
        {
            state.Range = null;
            return session.Fail(501, "RANG start must be less than end");
        }
        if (state.IsAscii)
            return session.Fail(551, "RANG: Transfer ranges not allowed in ASCII mode");
        state.ForgetRestart();
        var length = unchecked(last - first + 1);
        state.Range = (first, length);
        return session.Succeed(350, $"Transferring byte range of {length} {(length == 1 ? "byte" : "bytes")} starting from {start}");
    }

    /// <summary>A decimal number; one that is too large is the largest, as strtoull has it.</summary>
    static ulong? Number(string word)
    {
        var digits = word.StartsWith('+') ? word[1..] : word;
        if (!digits.All(char.IsAsciiDigit) || digits.Length == 0 && word.Length > 0)
            return null;
        // Nothing at all, in quotes, is 0.
        return digits.Length == 0 ? 0 : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : ulong.MaxValue;
    }
}
