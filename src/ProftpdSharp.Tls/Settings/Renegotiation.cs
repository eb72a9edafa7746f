using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>When the server asks for new keys.</summary>
/// <param name="Control">How often on the control connection; null for never.</param>
/// <param name="DataBytes">After how many bytes of a transfer; null for never.</param>
/// <param name="Required">Whether a client that does not answer is disconnected.</param>
/// <param name="Timeout">How long it may take to answer.</param>
/// <param name="Forbidden"><c>none</c>: neither side may.</param>
sealed record RenegotiationSetting(TimeSpan? Control, long? DataBytes, bool Required, TimeSpan Timeout, bool Forbidden)
{
    public static readonly RenegotiationSetting Default = new(null, null, true, TimeSpan.FromSeconds(30), false);
}

/// <summary>TLSRenegotiate.</summary>
static class Renegotiation
{
    public static readonly Feature Feature = new("tls renegotiation");

    public static readonly Directive<RenegotiationSetting> TlsRenegotiate = Feature.Directive(
        new Directive<RenegotiationSetting>("TLSRenegotiate", Contexts.ServerWide, Parse, RenegotiationSetting.Default)
        {
            MaxArguments = 8,
            WrongCount = "wrong number of parameters",
        });

    static Parsed<RenegotiationSetting> Parse(DirectiveLine line)
    {
        if (line.Count == 1 && line[0].Equals("none", StringComparison.OrdinalIgnoreCase))
            return RenegotiationSetting.Default with { Forbidden = true };
        var setting = RenegotiationSetting.Default;
        for (var i = 0; i < line.Count; i += 2)
        {
            if (line[i] is not ("ctrl" or "data" or "required" or "timeout"))
                return line.Error($": unknown TLSRenegotiate argument '{line[i]}'");
            // Upstream crashes on a keyword without its value.
            if (i + 1 == line.Count)
                return line.WrongNumberOfParameters;
            var parsed = ParsePair(line, line[i], line[i + 1], setting);
            if (!parsed.HasValue)
                return parsed;
            setting = parsed.Value;
        }
        return setting;
    }

    static Parsed<RenegotiationSetting> ParsePair(DirectiveLine line, string keyword, string value, RenegotiationSetting before)
    {
        switch (keyword)
        {
            case "ctrl":
                return before with { Control = Values.Atoi(value) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null };
            case "data":
                return Values.WholeNumber(value) is >= 0 and < long.MaxValue / 1024 and var kilobytes
                    ? before with { DataBytes = kilobytes > 0 ? kilobytes * 1024 : null }
                    : line.Error($"data must be valid number: '{value}'");
            case "required":
                return Values.AsBoolean(value) is { } required
                    ? before with { Required = required }
                    : line.Error($"required must be a Boolean value: '{value}'");
            default:
                return Values.Atoi(value) is > 0 and var timeout
                    ? before with { Timeout = TimeSpan.FromSeconds(timeout) }
                    : line.Error($"timeout must be greater than zero: '{value}'");
        }
    }
}
