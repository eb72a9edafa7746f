using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>The bits of TLSStaplingOptions.</summary>
[Flags]
enum StaplingOption
{
    None = 0,
    NoNonce = 1,
    NoVerify = 2,
    NoFakeTryLater = 4,
}

/// <summary>Where OCSP responses are kept; an empty type keeps none.</summary>
sealed record StaplingCacheSetting(string Type, string Info);

/// <summary>OCSP stapling.</summary>
static class Stapling
{
    public static readonly Feature Feature = new("tls stapling");

    public static readonly Directive<bool> TlsStapling = Feature.Directive(
        new Directive<bool>("TLSStapling", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Directive<StaplingCacheSetting> TlsStaplingCache = Feature.Directive(
        new Directive<StaplingCacheSetting>("TLSStaplingCache", ConfigContext.Server, ParseCache, new StaplingCacheSetting("", "")));

    /// <summary>All lines add up.</summary>
    public static readonly Directive<StaplingOption> TlsStaplingOptions = Feature.Directive(
        new Directive<StaplingOption>("TLSStaplingOptions", Contexts.ServerWide, ParseOptions, StaplingOption.None)
        {
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<string?> TlsStaplingResponder = Feature.Directive(
        new Directive<string?>("TLSStaplingResponder", Contexts.ServerWide, ParseResponder, null));

    public static readonly Directive<TimeSpan> TlsStaplingTimeout = Feature.Directive(
        new Directive<TimeSpan>("TLSStaplingTimeout", Contexts.ServerWide, Durations.Timeout, TimeSpan.FromSeconds(10)));

    static Parsed<StaplingCacheSetting> ParseCache(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) == false)
            return new StaplingCacheSetting("", "");
        var colon = line[0].IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return line.Error("badly formatted parameter");
        var type = line[0][..colon];
        return type is "fs" or "shm" or "memcache" or "redis"
            ? new StaplingCacheSetting(type, line[0][(colon + 1)..])
            : line.Error($"OCSP stapling cache type '{type}' not available");
    }

    static Parsed<StaplingOption> ParseOptions(DirectiveLine line)
    {
        var options = StaplingOption.None;
        foreach (var word in line.Arguments)
        {
            StaplingOption? option = word switch
            {
                "NoNonce" => StaplingOption.NoNonce,
                "NoVerify" => StaplingOption.NoVerify,
                "NoFakeTryLater" => StaplingOption.NoFakeTryLater,
                _ => null,
            };
            if (option is null)
                return line.Error($": unknown TLSStaplingOption '{word}'");
            options |= option.Value;
        }
        return options;
    }

    static Parsed<string?> ParseResponder(DirectiveLine line) =>
        OcspUrl.IsValid(line[0]) ? line[0] : line.Error($"error parsing URL '{line[0]}': ");
}
