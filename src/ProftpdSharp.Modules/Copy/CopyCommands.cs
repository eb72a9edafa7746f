using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Site;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Copy;

/// <summary>SITE CPFR names what SITE CPTO copies; SITE COPY does both at once.</summary>
static class CopyCommands
{
    public static readonly Feature Feature = new("SITE COPY");

    static readonly SessionKey<Pending> Key = new(() => new Pending());

    static CopyCommands()
    {
        Feature.Site("CPFR", CommandGroup.Read, FromAsync, listed: "CPFR <sp> pathname", isAvailable: CopyModule.IsOn);
        Feature.Site("CPTO", CommandGroup.Write, ToAsync, listed: "CPTO <sp> pathname", isAvailable: CopyModule.IsOn);
        Feature.Site("COPY", CommandGroup.Write, CopyAsync, isAvailable: CopyModule.IsOn);
        Feature.On(Phase.PostError, "SITE", ForgetAsync);
        Feature.Feat(session => CopyModule.IsOn(session) ? ["SITE COPY"] : []);
    }

    static async ValueTask<Outcome> FromAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return Outcome.Declined;
        var path = SiteCommands.PathOf(command.Words);
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Entry);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, decision.Reason == Refusal.PathFilter ? path : decision.Path);
        var status = await session.Files.LinkStatusAsync(decision.Path);
        if (!status.Ok)
            return session.Fail(550, $"{decision.Path}: {status.Error.Describe()}");
        // Upstream keeps the first one that was named until a CPTO took it.
        session.State(Key).Path ??= decision.Path;
        return session.Succeed(350, "File or directory exists, ready for destination name");
    }

    static async ValueTask<Outcome> ToAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return Outcome.Declined;
        var path = SiteCommands.PathOf(command.Words);
        var pending = session.State(Key);
        var from = pending.Path;
        // Who asks what would become of CPTO means one that follows CPFR.
        if (from is null && !Trial.IsOn(session))
            return session.Fail(503, "Bad sequence of commands");
        pending.Path = null;
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Entry);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, decision.Path);
        var error = await RunAsync(session, command, from ?? "", decision);
        return error == Errno.None ? session.Succeed(250, "Copy successful") : session.Fail(CodeOf(error), $"{NameOf(command)}: {error.Describe()}");
    }

    /// <summary>A CPTO that was refused before it was looked at, as between RNFR and RNTO, took what CPFR named all the same.</summary>
    static ValueTask<Outcome> ForgetAsync(Session session, Command command)
    {
        if (command.Words is [var name, _, ..] && name.Equals("CPTO", StringComparison.OrdinalIgnoreCase))
            session.State(Key).Path = null;
        return new(Outcome.Handled);
    }

    static async ValueTask<Outcome> CopyAsync(Session session, Command command)
    {
        if (command.Words.Count != 2)
            return Outcome.Declined;
        // Upstream asks no rule about the source; whoever may not read it may not copy it either.
        var from = await PathAccess.ResolveAsync(session, command.As("RETR", command.Words[0]), command.Words[0], PathUse.Entry);
        if (!from.Allowed)
            return AccessReplies.AppendRefusal(session, command, from, command.Words[0]);
        var to = await PathAccess.ResolveAsync(session, command, command.Words[1], PathUse.Entry);
        if (!to.Allowed)
            return AccessReplies.AppendRefusal(session, command, to, command.Words[1]);
        var error = await RunAsync(session, command, from.Path, to);
        return error == Errno.None
            ? session.Succeed(200, $"SITE {NameOf(command)} command successful")
            : session.Fail(550, $"{NameOf(command)}: {error.Describe()}");
    }

    static async Task<Errno> RunAsync(Session session, Command command, string from, AccessDecision to)
    {
        var source = await session.Files.LinkStatusAsync(from);
        // Who asks what would become of CPTO names no source.
        if (!source.Ok && from.Length > 0)
            return source.Error;
        if (source is not { Ok: true, Value.IsDirectory: true } && (await session.Files.StatusAsync(to.Path)).Ok && Overwriting.Refuses(session, command, to.Scope))
            return Errno.EACCES;
        return await new TreeCopy(session, command, to.Scope).RunAsync(from, to.Path);
    }

    /// <summary>COPY or CPTO as the client wrote it.</summary>
    static string NameOf(Command command) => command.LineArgument[..(command.Verb.Length - "SITE_".Length)];

    sealed class Pending
    {
        /// <summary>What CPFR named, absolute inside the jail; null when no CPTO is awaited.</summary>
        public string? Path { get; set; }
    }

    /// <summary>A lack of room has a code of its own with CPTO (RFC 959: exceeded storage allocation).</summary>
    static int CodeOf(Errno error) => error is Errno.ENOSPC or Errno.EDQUOT ? 552 : 550;
}
