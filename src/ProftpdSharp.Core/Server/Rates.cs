using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Server;

/// <summary>At most so many in so many seconds; a count of 0 is no limit.</summary>
public readonly record struct Rate(int Count, TimeSpan Interval);

/// <summary>MaxConnectionRate for the process and MaxCommandRate for a session.</summary>
public static class Rates
{
    public static readonly Feature Feature = new("rates");

    public static readonly Directive<Rate> MaxConnectionRate = Feature.Directive(
        new Directive<Rate>("MaxConnectionRate", ConfigContext.Server, line => Parse(line, "connection"), default)
        {
            Storage = Storage.Process,
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<Rate> MaxCommandRate = Feature.Directive(
        new Directive<Rate>("MaxCommandRate", Contexts.ServerWide, line => Parse(line, "command"), default)
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    static readonly SessionKey<CommandPace> Key = new(() => new CommandPace());

    static Rates() => Feature.On(Phase.Pre, "*", CountAsync);

    /// <summary>A client that goes too fast waits, without a thread, longer from command to command.</summary>
    static async ValueTask<Outcome> CountAsync(Session session, Command command)
    {
        var rate = session.Server.Root.Get(MaxCommandRate);
        if (rate.Count == 0 || !session.IsLoggedIn || session.State(Key).Next(rate, session.Host.Clock) is not { Ticks: > 0 } delay)
            return Outcome.Declined;
        session.Log.Notice($"MaxCommandRate ({rate.Count} cmds/{rate.Interval.TotalSeconds} secs) exceeded, injecting processing delay of {(long)delay.TotalMilliseconds} ms");
        await Task.Delay(delay, session.Host.Clock);
        return Outcome.Declined;
    }

    static Parsed<Rate> Parse(DirectiveLine line, string what)
    {
        if ((line[0].Length == 0 ? 0 : Values.WholeNumber(line[0])) is not { } count)
            return line.Error($"invalid {what} rate");
        if (count < 0)
            return line.Error($"{what} rate must be positive");
        var seconds = line.Count == 2 ? Values.Atoi(line[1]) : 1;
        return seconds < 1 ? line.Error("interval must be greater than zero") : new Rate((int)Math.Min(count, int.MaxValue), TimeSpan.FromSeconds(seconds));
    }
}

/// <summary>The connections that MaxConnectionRate counts: those still open that began within the interval, in whole seconds, as upstream. One that closed counts no more.</summary>
public sealed class ConnectionPace
{
    readonly Lock _lock = new();

    /// <summary>By a session's number the second in which it began: never more than the rate allows, those that are too old are forgotten.</summary>
    readonly Dictionary<long, long> _began = [];

    /// <summary>Counts one more, which <see cref="Ended"/> takes back; false, and nothing is counted, when that is more than the rate allows.</summary>
    public bool Admits(long number, Rate rate, TimeProvider clock)
    {
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        lock (_lock)
        {
            foreach (var (old, began) in _began)
            {
                if (now - began > (long)rate.Interval.TotalSeconds)
                    _began.Remove(old);
            }
            return _began.Count < rate.Count && _began.TryAdd(number, now);
        }
    }

    /// <summary>The connection is closed.</summary>
    public void Ended(long number)
    {
        lock (_lock)
            _began.Remove(number);
    }
}

/// <summary>How fast one session's commands come.</summary>
public sealed class CommandPace
{
    long _began;

    /// <summary>The login is the first one.</summary>
    int _count = 1;

    /// <summary>Takes one more command.</summary>
    /// <returns>How long it has to wait: for each command above the rate one command's share of the interval. Zero within the rate.</returns>
    public TimeSpan Next(Rate rate, TimeProvider clock)
    {
        if (_began == 0)
            _began = clock.GetTimestamp();
        var above = Math.Max(0, _count - rate.Count);
        // Upstream counts whole seconds, and looks at them after it has judged the command.
        if ((long)clock.GetElapsedTime(_began).TotalSeconds > (long)rate.Interval.TotalSeconds)
            (_began, _count) = (clock.GetTimestamp(), 0);
        else
            _count++;
        return rate.Interval / rate.Count * above;
    }
}
