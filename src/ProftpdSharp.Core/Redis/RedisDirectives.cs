using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Redis;

/// <summary>mod_redis' directives: where the Redis server is that other modules keep things in.</summary>
public static class RedisDirectives
{
    public static readonly Feature Feature = new("Redis");

    public static readonly Directive<bool> RedisEngine = Feature.Directive(
        new Directive<bool>("RedisEngine", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Directive<string?> RedisLog = Feature.Directive(new Directive<string?>("RedisLog", Contexts.ServerWide, ParseLog, null));

    /// <summary>Whether a connection that broke is made again.</summary>
    public static readonly Directive<bool> RedisOptions = Feature.Directive(
        new Directive<bool>("RedisOptions", Contexts.ServerWide, ParseOptions, true) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<RedisAddress?> RedisServer = Feature.Directive(
        new Directive<RedisAddress?>("RedisServer", Contexts.ServerWide, ParseServer, null));

    /// <summary>How long connecting and one command may take.</summary>
    public static readonly Directive<RedisLimits> RedisTimeouts = Feature.Directive(
        new Directive<RedisLimits>("RedisTimeouts", Contexts.ServerWide, ParseTimeouts, RedisLimits.Default) { MinArguments = 2 });

    /// <summary>What this server does not do with Redis: a configuration that relies on it does not start.</summary>
    public static readonly Directive<string?> RedisSentinel = Feature.Directive(
        new Directive<string?>("RedisSentinel", Contexts.ServerWide, Unsupported, null));

    public static readonly Directive<string?> RedisLogOnCommand = Feature.Directive(
        new Directive<string?>("RedisLogOnCommand", Contexts.AndDirectory, NothingOnly, null, MergeRule.DownMulti)
        {
            MaxArguments = 3,
            WrongCount = "wrong number of parameters",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Directive<string?> RedisLogOnEvent = Feature.Directive(
        new Directive<string?>("RedisLogOnEvent", Contexts.AndDirectory, NothingOnly, null, MergeRule.DownMulti)
        {
            MaxArguments = 3,
            WrongCount = "wrong number of parameters",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Directive<string?> RedisLogFormatExtra = Feature.Directive(
        new Directive<string?>("RedisLogFormatExtra", Contexts.AndDirectory, Unsupported, null, MergeRule.DownMulti) { MinArguments = 2 });

    static Parsed<string?> ParseLog(DirectiveLine line)
    {
        if (line[0].Equals("none", StringComparison.OrdinalIgnoreCase))
            return Parsed.Of<string?>(null);
        return line[0].StartsWith('/') ? line[0] : line.Error("must be an absolute path");
    }

    static Parsed<bool> ParseOptions(DirectiveLine line) =>
        line.Arguments.FirstOrDefault(word => word != "NoReconnect") is { } unknown ? line.Error($": unknown RedisOption '{unknown}'") : false;

    static Parsed<RedisAddress?> ParseServer(DirectiveLine line) => RedisAddress.Parse(line.Arguments);

    static Parsed<RedisLimits> ParseTimeouts(DirectiveLine line)
    {
        if (Milliseconds(line[0]) is not { } connect)
            return line.Error($"badly formatted connect timeout value: {line[0]}");
        return Milliseconds(line[1]) is { } command ? new RedisLimits(connect, command) : line.Error($"badly formatted IO timeout value: {line[1]}");
    }

    /// <summary>Less than a millisecond is no time limit to work with: it counts as one.</summary>
    static TimeSpan? Milliseconds(string text)
    {
        const long longest = 60_000;
        return Values.WholeNumber(text) is { } number ? TimeSpan.FromMilliseconds(Math.Clamp(number, 1, longest)) : null;
    }

    static Parsed<string?> Unsupported(DirectiveLine line) => line.Error("not supported by this server");

    static Parsed<string?> NothingOnly(DirectiveLine line) =>
        line.Count == 1 && line[0].Equals("none", StringComparison.OrdinalIgnoreCase) ? Parsed.Of<string?>(null) : Unsupported(line);
}

/// <summary>RedisTimeouts.</summary>
/// <param name="Connect">To connect.</param>
/// <param name="Command">To send a command and read its answer.</param>
public readonly record struct RedisLimits(TimeSpan Connect, TimeSpan Command)
{
    public static readonly RedisLimits Default = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500));
}
