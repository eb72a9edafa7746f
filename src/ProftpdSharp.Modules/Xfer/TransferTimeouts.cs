using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>TimeoutNoTransfer and TimeoutStalled.</summary>
static class TransferTimeouts
{
    public static readonly Feature Feature = new("transfer timeouts");

    public static readonly Directive<TimeSpan> TimeoutNoTransfer = Feature.Directive(
        new Directive<TimeSpan>("TimeoutNoTransfer", Contexts.AndAnonymous, TimeoutValue.Parse, TimeSpan.FromSeconds(300), MergeRule.Down));

    public static readonly Directive<TimeSpan> TimeoutStalled = Feature.Directive(
        new Directive<TimeSpan>("TimeoutStalled", Contexts.AndAnonymous, TimeoutValue.Parse, TimeSpan.FromSeconds(3600), MergeRule.Down));

    static readonly string[] TransferVerbs = ["RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD"];

    static TransferTimeouts()
    {
        Feature.On(Phase.Post, "PASS", StartAsync);
        foreach (var verb in TransferVerbs)
        {
            Feature.On(Phase.Pre, verb, PrepareAsync);
            Feature.On(Phase.Post, verb, StartAsync);
            Feature.On(Phase.PostError, verb, StartAsync);
        }
    }

    static ValueTask<Outcome> StartAsync(Session session, Command command)
    {
        if (session.IsLoggedIn)
            session.Deadlines.Start(Deadline.NoTransfer, session.TopScope.Get(TimeoutNoTransfer));
        return new(Outcome.Handled);
    }

    /// <summary>A data connection is what TimeoutNoTransfer waits for; how long a transfer may stand still is TimeoutStalled's.</summary>
    static ValueTask<Outcome> PrepareAsync(Session session, Command command)
    {
        if (!session.IsTransferring)
            session.State(TransferState.Key).StallLimit = session.TopScope.Get(TimeoutStalled);
        return new(Outcome.Handled);
    }
}
