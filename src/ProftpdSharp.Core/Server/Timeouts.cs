using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.Server;

/// <summary>TimeoutIdle and TimeoutLinger.</summary>
public static class Timeouts
{
    public static readonly Feature Feature = new("timeouts");

    public static readonly Directive<TimeSpan> TimeoutIdle = Feature.Directive(
        new Directive<TimeSpan>("TimeoutIdle", Contexts.AndAnonymous, TimeoutValue.Parse, TimeSpan.FromSeconds(600), MergeRule.Down));

    public static readonly Directive<TimeSpan> TimeoutLinger = Feature.Directive(
        new Directive<TimeSpan>("TimeoutLinger", Contexts.ServerWide, TimeoutValue.Parse, TimeSpan.FromSeconds(10)));

    static Timeouts() => Feature.SessionStart(session =>
    {
        session.State(TransferState.Key).Linger = session.Server.Root.Get(TimeoutLinger);
        return default;
    });
}
