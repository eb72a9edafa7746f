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

    static readonly SessionKey<RateCounter> Key = new(() => new RateCounter());

    static Rates() => Feature.On(Phase.Pre, "*", CountAsync);

    /// <summary>Upstream waits a moment when the rate is exceeded; so do we, without a thread.</summary>
    static async ValueTask<Outcome> CountAsync(Session session, Command command)
    {
        var rate = session.Server.Root.Get(MaxCommandRate);
        if (rate.Count == 0 || session.State(Key).Admits(rate, session.Host.Clock))
            return Outcome.Declined;
        session.Log.Debug(1, $"MaxCommandRate ({rate.Count} cmds/{rate.Interval.TotalSeconds} secs) exceeded, injecting processing delay of 500 ms");
        await Task.Delay(TimeSpan.FromMilliseconds(500), session.Host.Clock);
        return Outcome.Declined;
    }

    static Parsed<Rate> Parse(DirectiveLine line, string what)
    {
        if (Values.WholeNumber(line[0]) is not { } count)
            return line.Error($"invalid {what} rate");
        if (count < 0)
            return line.Error($"{what} rate must be positive");
        var seconds = line.Count == 2 ? Values.Atoi(line[1]) : 1;
        return seconds < 1 ? line.Error("interval must be greater than zero") : new Rate((int)Math.Min(count, int.MaxValue), TimeSpan.FromSeconds(seconds));
    }
}

/// <summary>Counts events in one interval after another.</summary>
public sealed class RateCounter
{
    readonly Lock _lock = new();
    long _began;
    int _count;

    /// <summary>Counts one more; false when that is more than the rate allows.</summary>
    public bool Admits(Rate rate, TimeProvider clock)
    {
        lock (_lock)
        {
            if (_count == 0 || clock.GetElapsedTime(_began) >= rate.Interval)
                (_began, _count) = (clock.GetTimestamp(), 0);
            _count++;
            return rate.Count == 0 || _count <= rate.Count;
        }
    }
}
