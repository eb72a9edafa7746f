using System.Security.Cryptography;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>STOU: an upload under a name that the server makes (RFC 1123 section 4.1.2.9 says how it is told).</summary>
static class StoreUnique
{
    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static readonly Feature Feature = new("STOU");

    public static readonly Directive<string> StoreUniquePrefix = Feature.Directive(
        new Directive<string>("StoreUniquePrefix", Contexts.Everywhere, ParsePrefix, "ftp", MergeRule.Down));

    static StoreUnique() =>
        Feature.Command("STOU", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "(store unique filename)", usesData: true);

    static async ValueTask<Outcome> StoreAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        if (state.RestartOffset > 0)
        {
            state.ForgetRestart();
            return session.Fail(550, "STOU incompatible with REST");
        }
        var prefix = PathAccess.CurrentScope(session).Get(StoreUniquePrefix);
        var name = prefix + RandomNumberGenerator.GetString(Letters, 6);
        var store = command.As("STOU", name);
        var decision = await PathAccess.ResolveAsync(session, store, name, PathUse.Target);
        // Upstream makes the file before it asks whether it may.
        if (!await session.Files.MayCreateInAsync(VirtualPath.Parent(decision.Path)))
            return session.Fail(450, "STOU: unable to generate unique filename");
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, store, decision);
        return await new Upload(session, store, decision, append: false, restart: 0) { Mode = 0x180 }.RunAsync($"FILE: {name}");
    }

    static Parsed<string> ParsePrefix(DirectiveLine line) =>
        line[0].Contains('/') ? line.Error($"no slashes allowed in prefix: '{line[0]}'") : line[0];
}
