using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>RNFR and RNTO (RFC 959), and the rule that nearly nothing may come between them.</summary>
static class Rename
{
    public static readonly Feature Feature = new("RNFR RNTO");

    static readonly SessionKey<Pending> Key = new(() => new Pending());

    /// <summary>When they fail it is forgotten what RNFR named, and RNTO is still waited for.</summary>
    static readonly string[] Forgetting = ["RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD"];

    static Rename()
    {
        Feature.Command("RNFR", CommandGroup.Write, CommandClass.Misc | CommandClass.Write, Login.Required, FromAsync, "<sp> pathname", usesData: true);
        Feature.Command("RNTO", CommandGroup.Write, CommandClass.Misc | CommandClass.Write, Login.Required, ToAsync, "<sp> pathname", usesData: true);
        Feature.On(Phase.Pre, "*", CheckSequence);
        Feature.On(Phase.Pre, "RNTO", AskForLoginAsync);
        foreach (var verb in Forgetting)
            Feature.On(Phase.PostError, verb, Forget);
        Feature.On(Phase.PostError, "RNTO", End);
    }

    /// <summary>Upstream asks twice those who are not logged in.</summary>
    static async ValueTask<Outcome> AskForLoginAsync(Session session, Command command)
    {
        if (!session.IsLoggedIn)
            await session.SendNowAsync(530, "Please login with USER and PASS");
        return Outcome.Handled;
    }

    /// <summary>After RNFR only these may be given before RNTO, RFC 2228's once TLS is agreed on; others are refused and the rename stays pending.</summary>
    static ValueTask<Outcome> CheckSequence(Session session, Command command) =>
        !session.State(Key).IsAwaited
        || command.Verb is "RNTO" or "NOOP" or "HELP" or "STAT" or "QUIT"
        || (session.Protocol == "ftps" && command.Verb is "CCC" or "CONF" or "ENC" or "MIC" or "PBSZ" or "PROT")
            ? new(Outcome.Handled)
            : new(session.Fail(501, "Bad sequence of commands"));

    /// <summary>An RNTO that filters refused before it came here ends the sequence all the same.</summary>
    static ValueTask<Outcome> End(Session session, Command command)
    {
        session.State(Key).IsAwaited = false;
        return Forget(session, command);
    }

    static ValueTask<Outcome> Forget(Session session, Command command)
    {
        session.State(Key).Path = null;
        return new(Outcome.Handled);
    }

    static async ValueTask<Outcome> FromAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Entry);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var status = await session.Files.LinkStatusAsync(decision.Path);
        if (!status.Ok)
            return session.Fail(550, $"{command.Argument}: {status.Error.Describe()}");
        (session.State(Key).Path, session.State(Key).IsAwaited) = (decision.Path, true);
        return session.Succeed(350, "File or directory exists, ready for destination name");
    }

    static async ValueTask<Outcome> ToAsync(Session session, Command command)
    {
        var pending = session.State(Key);
        var from = pending.Path;
        (pending.Path, pending.IsAwaited) = (null, false);
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        // Who asks what would become of RNTO means one that follows RNFR.
        if (from is null && !Trial.IsOn(session))
            return session.Fail(503, "Bad sequence of commands");
        // Upstream asks AllowOverwrite where the command before was, which is where the file comes from.
        var before = PathAccess.CurrentScope(session);
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (decision.Reason is Refusal.NotFound or Refusal.PathFilter)
            return AccessReplies.AppendRefusal(session, command, decision);
        // A link to nothing may be replaced.
        if ((await session.Files.StatusAsync(decision.Path)).Ok && Overwriting.Refuses(session, command, before))
            return session.Fail(550, $"{command.Argument}: Rename permission denied");
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        return await MoveAsync(session, command, from ?? "", decision.Path);
    }

    static async ValueTask<Outcome> MoveAsync(Session session, Command command, string from, string to)
    {
        var error = await session.Files.RenameAsync(from, to);
        if (error == Errno.EXDEV)
        {
            var copy = await session.Files.MoveAcrossAsync(from, to, $".{session.Number}");
            if (copy.Complaint(from, to) is { } complaint)
                session.Log.Write(LogLevel.Warning, complaint);
            // As upstream: where only the source could not be removed there are two files, and that is a success.
            if (copy.Failed)
                return session.Fail(550, $"Rename {command.Argument}: {copy.Error.Describe()}");
            error = Errno.None;
        }
        // What cannot replace a directory is EISDIR to the kernel and EPERM to upstream's clients.
        if (error == Errno.EISDIR)
            error = Errno.EPERM;
        if (error == Errno.None)
            return session.Succeed(250, "Rename successful");
        FilePermissions.NoteRefusal(session, command.Verb, $"renaming '{from}' to '{to}'", error);
        return session.Fail(550, $"{command.Argument}: {error.Describe()}");
    }

    sealed class Pending
    {
        /// <summary>What RNFR named, absolute inside the jail; null when nothing can be renamed.</summary>
        public string? Path { get; set; }

        /// <summary>Whether RNTO is to come next.</summary>
        public bool IsAwaited { get; set; }
    }
}
