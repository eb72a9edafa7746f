using System.Collections.Frozen;
using System.Globalization;

namespace ProftpdSharp.Core.Logging;

/// <summary>What stands before the text of a line of the TraceLog (TraceOptions).</summary>
[Flags]
public enum TraceFields
{
    None = 0,
    Timestamp = 1,

    /// <summary>The timestamp has milliseconds.</summary>
    Milliseconds = 2,

    /// <summary>The addresses of client and server.</summary>
    Connection = 4,

    Default = Timestamp | Milliseconds,
}

/// <summary>The levels of one channel that are written, both included; 0–0 is none.</summary>
public readonly record struct TraceLevels(int Low, int High)
{
    public bool Include(int level) => level >= Low && level <= High;

    /// <summary><c>10</c> is all levels up to it; <c>7-10</c> is a range.</summary>
    public static TraceLevels? Parse(string text)
    {
        var dash = text.IndexOf('-');
        var low = dash < 0 ? 1 : Number(text[..dash]);
        var high = Number(text[(dash + 1)..]);
        return low is { } from && high is { } to && (dash < 0 || from <= to) ? new TraceLevels(Math.Min(from, to), to) : null;
    }

    static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A word of Trace: <c>command:7</c>.</summary>
public sealed record TraceChannel(string Name, TraceLevels Levels);

/// <summary>The levels of all channels; immutable.</summary>
public sealed class TraceChannels
{
    /// <summary>What <c>DEFAULT</c> stands for in 1.3.8; its manual has another list.</summary>
    static readonly string[] Defaults =
    [
        "auth", "binding", "command", "config", "ctrls", "data", "delay", "directory", "dns", "dso", "encode", "event", "facl", "fsio", "ident", "inet",
        "lock", "log", "module", "netacl", "netio", "pam", "pool", "regexp", "response", "scoreboard", "signal", "site", "timer", "var", "xfer",
    ];

    readonly FrozenDictionary<string, TraceLevels> _levels;

    TraceChannels(FrozenDictionary<string, TraceLevels> levels) => _levels = levels;

    public static TraceChannels None { get; } = new(FrozenDictionary<string, TraceLevels>.Empty);

    public bool IsEmpty => _levels.Count == 0;

    /// <summary>The channels that somebody set, sorted.</summary>
    public IEnumerable<TraceChannel> All =>
        _levels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new TraceChannel(pair.Key, pair.Value));

    public bool Include(string channel, int level) => _levels.TryGetValue(channel, out var levels) && levels.Include(level);

    /// <summary>These and others, which win, the last one over those before it.</summary>
    public TraceChannels With(IEnumerable<TraceChannel> channels)
    {
        var levels = _levels.ToDictionary();
        foreach (var channel in channels)
        {
            foreach (var name in channel.Name == "DEFAULT" ? Defaults : [channel.Name])
                levels[name] = channel.Levels;
        }
        return new TraceChannels(levels.ToFrozenDictionary());
    }
}
