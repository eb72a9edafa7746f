using System.Security.Cryptography;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>STOU: an upload under a name that the server makes (RFC 1123 section 4.1.2.9 says how it is told).</summary>
static class StoreUnique
{
    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>So many names of six letters that are all taken were not made by chance.</summary>
    const int MostAttempts = 100;

    public static readonly Feature Feature = new("STOU");

    public static readonly Directive<string> StoreUniquePrefix = Feature.Directive(
        new Directive<string>("StoreUniquePrefix", Contexts.Everywhere, ParsePrefix, "ftp", MergeRule.Down));

    static StoreUnique() =>
        Feature.Command("STOU", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "(store unique filename)", usesData: true);

    static async ValueTask<Outcome> StoreAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        state.Attempt = null;
        if (command.Words.Count > 1)
            return command.NotUnderstood(session, 500);
        if (TransferCounts.Refuses(session, command, PathAccess.CurrentScope(session)))
            return Outcome.Failed;
        if (state.RestartOffset > 0 || state.Range is not null)
            return session.Fail(550, $"STOU incompatible with {(state.Range is null ? "REST" : "RANG")}");

        // As upstream, whose process has the server's umask before it looks at the directory.
        var umask = session.TopScope.Get(CreationMask.Umask);
        var made = await MakeAsync(session, PathAccess.CurrentScope(session).Get(StoreUniquePrefix), umask);
        if (!made.Ok)
        {
            session.Log.Error($"error: unable to use mkstemp(): {made.Error.Describe()}");
            return session.Fail(450, "STOU: unable to generate unique filename");
        }
        var name = made.Value;
        var store = command.As("STOU", name);
        var decision = await PathAccess.ResolveAsync(session, store, name, PathUse.Target);
        if (!decision.Allowed)
        {
            if (!Trial.IsOn(session))
                await session.Files.UnlinkAsync(VirtualPath.Combine(session.WorkingDirectory, name));
            return AccessReplies.AppendRefusal(session, store, decision);
        }
        // Upstream finds its own new file in the way, and leaves it there.
        if (Overwriting.Refuses(session, store, decision.Scope))
            return session.Fail(550, $"{name}: Overwrite permission denied");
        return await new Upload(session, store, decision) { IsUnique = true }.RunAsync();
    }

    /// <summary>Makes an empty file of a new name in the working directory, as mkstemp(3) would.</summary>
    static async ValueTask<Result<string>> MakeAsync(Session session, string prefix, uint umask)
    {
        const OpenFlags Making = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var name = prefix + RandomNumberGenerator.GetString(Letters, 6);
            if (Trial.IsOn(session))
                return await ImagineAsync(session, name);
            var opened = await session.Files.OpenAsync(VirtualPath.Combine(session.WorkingDirectory, name), Making, Upload.UniqueMode, umask);
            if (opened.Ok)
            {
                opened.Value.Descriptor.Dispose();
                return name;
            }
            if (opened.Error != Errno.EEXIST)
                return opened.Error;
        }
        return Errno.EEXIST;
    }

    /// <summary>What making the file would have come to.</summary>
    static async ValueTask<Result<string>> ImagineAsync(Session session, string name)
    {
        const uint WriteAndEnter = 3;
        Trial.Imagine(session, VirtualPath.Combine(session.WorkingDirectory, name));
        var rights = await session.Files.RightsAsync(session.WorkingDirectory);
        return rights.Ok && (rights.Value & WriteAndEnter) == WriteAndEnter ? name : Errno.EACCES;
    }

    static Parsed<string> ParsePrefix(DirectiveLine line) =>
        line[0].Contains('/') ? line.Error($"no slashes allowed in prefix: '{line[0]}'") : line[0];
}
