using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Where sessions are kept for resumption.</summary>
/// <param name="Type"><c>internal</c>, <c>shm</c>, <c>memcache</c> or <c>redis</c>; empty when session ids are not kept at all.</param>
/// <param name="Info">What follows the colon.</param>
/// <param name="Lifetime">How long a session can be resumed.</param>
sealed record SessionCacheSetting(string Type, string Info, TimeSpan Lifetime)
{
    /// <summary>Without the directive.</summary>
    public static readonly SessionCacheSetting Default = new("internal", "", TimeSpan.FromSeconds(15840));

    public bool IsOff => Type.Length == 0;
}

/// <summary>How long ticket keys serve and how many are kept.</summary>
sealed record TicketKeySetting(TimeSpan Age, int Count)
{
    public static readonly TicketKeySetting Default = new(TimeSpan.FromHours(12), 25);
}

/// <summary>Session resumption: by id and by ticket.</summary>
static class SessionCache
{
    static readonly TimeSpan DirectiveLifetime = TimeSpan.FromSeconds(1800);

    /// <summary>What <c>-1</c> means where only one of age and count is given: no limit worth the name.</summary>
    static readonly TimeSpan LongAge = TimeSpan.FromDays(36500);

    public static readonly Feature Feature = new("tls session cache");

    public static readonly Directive<SessionCacheSetting> TlsSessionCache = Feature.Directive(
        new Directive<SessionCacheSetting>("TLSSessionCache", ConfigContext.Server, ParseCache, SessionCacheSetting.Default)
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<bool> TlsSessionTickets = Feature.Directive(
        new Directive<bool>("TLSSessionTickets", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Directive<TicketKeySetting> TlsSessionTicketKeys = Feature.Directive(
        new Directive<TicketKeySetting>("TLSSessionTicketKeys", ConfigContext.Server, ParseTicketKeys, TicketKeySetting.Default)
        {
            MinArguments = 2,
            MaxArguments = 4,
            WrongCount = "wrong number of parameters",
        });

    static Parsed<SessionCacheSetting> ParseCache(DirectiveLine line)
    {
        var lifetime = DirectiveLifetime;
        if (line.Count == 1 && Values.AsBoolean(line[0]) == false)
            return new SessionCacheSetting("", "", lifetime);
        var colon = line[0].IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return line.Error("badly formatted parameter");
        var type = line[0][..colon];
        if (type is not ("internal" or "shm" or "memcache" or "redis"))
            return line.Error($"session cache type '{type}' not available");
        if (line.Count == 2)
        {
            if (Values.WholeNumber(line[1]) is not { } seconds)
                return line.Error($"'{line[1]}' is not a valid timeout value");
            if (seconds < 1)
                return line.Error("timeout be greater than 1");
            lifetime = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
        }
        return new SessionCacheSetting(type, line[0][(colon + 1)..], lifetime);
    }

    static Parsed<TicketKeySetting> ParseTicketKeys(DirectiveLine line)
    {
        if (line.Count == 3)
            return line.WrongNumberOfParameters;
        var setting = new TicketKeySetting(LongAge, int.MaxValue);
        for (var i = 0; i < line.Count; i += 2)
        {
            var parsed = ParseTicketKey(line, i, setting);
            if (!parsed.HasValue)
                return parsed;
            setting = parsed.Value;
        }
        return setting;
    }

    static Parsed<TicketKeySetting> ParseTicketKey(DirectiveLine line, int index, TicketKeySetting before)
    {
        switch (line[index].ToUpperInvariant())
        {
            case "AGE":
                var age = Durations.Parse(line, index + 1, "age");
                if (age.Error is { } error)
                    return error;
                return age.Value < TimeSpan.FromSeconds(60)
                    ? line.Error("max key age must be at least 60sec")
                    : before with { Age = age.Value };
            case "COUNT":
                var count = Values.Atoi(line[index + 1]);
                if (count < 0)
                    return line.Error($"error parsing count value '{line[index + 1]}': Invalid argument");
                return count < 2 ? line.Error("max key count must be at least 1") : before with { Count = count };
            default:
                return line.Error($"unknown parameter: {line[index]}");
        }
    }
}
