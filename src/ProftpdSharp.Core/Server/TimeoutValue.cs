using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Server;

/// <summary>The value of the Timeout directives; zero is no limit.</summary>
public static class TimeoutValue
{
    public static Parsed<TimeSpan> Parse(DirectiveLine line) =>
        Values.Duration(line[0], out var error) is { } limit
            ? limit
            : line.Error($"error parsing timeout value '{line[0]}': {error}");
}
