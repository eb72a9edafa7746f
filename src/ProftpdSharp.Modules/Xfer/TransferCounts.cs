using System.Globalization;
using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>MaxTransfersPerHost and MaxTransfersPerUser.</summary>
public sealed record TransferCountLimit(IReadOnlyList<string> Commands, int Count, string? Message);

/// <summary>How many transfers of one command a host or a user may have at the same time: other commands of the same line have a count of their own, as upstream.</summary>
static class TransferCounts
{
    public static readonly Feature Feature = new("transfer counts");

    public static readonly Directive<TransferCountLimit?> MaxTransfersPerHost = Feature.Directive(Count("MaxTransfersPerHost"));

    public static readonly Directive<TransferCountLimit?> MaxTransfersPerUser = Feature.Directive(Count("MaxTransfersPerUser"));

    static readonly HostKey<RunningTransfers> Key = new(static _ => new RunningTransfers());

    static TransferCounts()
    {
        foreach (var verb in new[] { "RETR", "STOR", "STOU", "APPE" })
        {
            Feature.On(Phase.Log, verb, EndAsync);
            Feature.On(Phase.LogError, verb, EndAsync);
        }
        Feature.SessionEnd(static session => session.Host.State(Key).End(session));
    }

    /// <summary>
    /// Enters a transfer, or refuses it and replies. As upstream, RETR and STOR are asked once a Limit and the filters have let the path pass and before anything else is known
    /// of it; APPE before its argument and STOU before its new name, with the settings of the directory of the command before.
    /// </summary>
    public static bool Refuses(Session session, Command command, ConfigScope scope)
    {
        var reached = session.Host.State(Key).Begin(session, command.Verb, For(scope, MaxTransfersPerHost, command), For(scope, MaxTransfersPerUser, command));
        if (reached is not var (limit, whose))
            return false;
        var count = limit.Count.ToString(CultureInfo.InvariantCulture);
        session.Log.Notice($"MaxTransfersPer{(whose == "user" ? "User" : "Host")} ({count}) reached for {command.Verb}");
        var message = limit.Message ?? $"Sorry, the maximum number of data transfers (%m) from {(whose == "user" ? "this user" : "your host")} are currently being used.";
        // Upstream makes two replies of it, and whoever reads one of each command is one behind from then on.
        session.Responses.AddError(451, message.Replace("%m", count, StringComparison.Ordinal));
        session.Fail(451, $"{command.Argument}: Too many transfers");
        return true;
    }

    /// <summary>A command that was refused because a transfer is under way ends nothing.</summary>
    static ValueTask<Outcome> EndAsync(Session session, Command command)
    {
        if (!session.IsTransferring)
            session.Host.State(Key).End(session);
        return new(Outcome.Declined);
    }

    static TransferCountLimit? For(ConfigScope scope, Directive<TransferCountLimit?> directive, Command command) =>
        scope.All(directive).Select(record => record.Value!).FirstOrDefault(limit => limit.Commands.Contains(command.Verb));

    static Directive<TransferCountLimit?> Count(string name) =>
        new(name, Contexts.Everywhere, ParseCount, null, MergeRule.DownMulti) { MinArguments = 0 };

    static Parsed<TransferCountLimit?> ParseCount(DirectiveLine line)
    {
        if (line.Count is not (2 or 3))
            return line.Error("bad number of parameters");
        var count = Values.Atoi(line[1]);
        if (count < 1)
            return line.Error($"count must be greater than zero: '{line[1]}'");
        return TransferLimits.Commands(line[0]) is { } commands
            ? new TransferCountLimit(commands, count, line.Count == 3 ? line[2] : null)
            : line.Error("error with command list");
    }

    /// <summary>The transfers of the process; asked and entered in one step, so that two that begin together count each other.</summary>
    sealed class RunningTransfers
    {
        readonly Lock _lock = new();
        readonly Dictionary<long, Running> _running = [];

        /// <summary>Enters a transfer unless a limit is reached, and then tells which and whose.</summary>
        public (TransferCountLimit Limit, string Whose)? Begin(Session session, string verb, TransferCountLimit? host, TransferCountLimit? user)
        {
            var mine = new Running(verb, session.Server.Name, session.RemoteAddress, session.Login?.UserName ?? "");
            lock (_lock)
            {
                if (IsReached(host, other => other.Server == mine.Server && other.Verb == mine.Verb && other.Address.Equals(mine.Address)))
                    return (host!, "host");
                if (IsReached(user, other => other.Server == mine.Server && other.Verb == mine.Verb && other.User == mine.User))
                    return (user!, "user");
                _running[session.Number] = mine;
                return null;
            }
        }

        public void End(Session session)
        {
            lock (_lock)
                _running.Remove(session.Number);
        }

        bool IsReached(TransferCountLimit? limit, Func<Running, bool> counts) =>
            limit is not null && _running.Values.Count(counts) >= limit.Count;
    }

    sealed record Running(string Verb, string Server, IPAddress Address, string User);
}
