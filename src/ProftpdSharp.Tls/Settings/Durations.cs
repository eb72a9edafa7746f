using ProftpdSharp.Configuration;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Durations as mod_tls reads them.</summary>
static class Durations
{
    /// <summary>The first argument as a duration; <c>error parsing timeout value 'foo': Invalid argument</c> otherwise.</summary>
    public static Parsed<TimeSpan> Timeout(DirectiveLine line) => Parse(line, 0, "timeout");

    /// <summary>An argument as a duration, under the name that the message gives it.</summary>
    public static Parsed<TimeSpan> Parse(DirectiveLine line, int index, string what) =>
        Values.Duration(line[index], out var error) is { } duration
            ? duration
            : line.Error($"error parsing {what} value '{line[index]}': {error}");
}
