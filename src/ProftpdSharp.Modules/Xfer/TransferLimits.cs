using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>MaxRetrieveFileSize and MaxStoreFileSize.</summary>
/// <param name="Bytes">Null: no limit (<c>*</c>).</param>
/// <param name="For">For whom.</param>
public sealed record FileSizeLimit(ulong? Bytes, Audience For);

/// <summary>TransferRate.</summary>
/// <param name="Commands">Which commands.</param>
/// <param name="KilobytesPerSecond">The rate.</param>
/// <param name="FreeBytes">How many bytes go before it holds.</param>
/// <param name="For">For whom.</param>
public sealed record TransferRateLimit(IReadOnlyList<string> Commands, double KilobytesPerSecond, ulong FreeBytes, Audience For);

/// <summary>What is configured about the size and the rate of transfers. Of several lines the first counts that is for the client.</summary>
static class TransferLimits
{
    static readonly HashSet<string> Transferring = new(["APPE", "RETR", "STOR", "STOU"], StringComparer.OrdinalIgnoreCase);

    public static readonly Feature Feature = new("transfer limits");

    public static readonly Directive<FileSizeLimit?> MaxRetrieveFileSize = Feature.Directive(FileSize("MaxRetrieveFileSize"));

    public static readonly Directive<FileSizeLimit?> MaxStoreFileSize = Feature.Directive(FileSize("MaxStoreFileSize"));

    public static readonly Directive<TransferRateLimit?> TransferRate = Feature.Directive(
        new Directive<TransferRateLimit?>("TransferRate", Contexts.Everywhere, ParseRate, null, MergeRule.DownMulti) { MinArguments = 0 });

    static Directive<FileSizeLimit?> FileSize(string name) =>
        new(name, Contexts.Everywhere, ParseFileSize, null, MergeRule.DownMulti) { MinArguments = 0 };

    /// <summary>The largest file that a client may send or fetch; null for any.</summary>
    public static long? Largest(Session session, ConfigScope scope, Directive<FileSizeLimit?> directive) =>
        Find(session, scope, directive)?.Value!.Bytes is { } most ? (long)Math.Min(most, long.MaxValue) : null;

    /// <summary>The line that counts for a client.</summary>
    public static ConfigRecord<FileSizeLimit?>? Find(Session session, ConfigScope scope, Directive<FileSizeLimit?> directive)
    {
        var who = LimitSubject.Of(session);
        return scope.All(directive).FirstOrDefault(record => record.Value!.For.Includes(who));
    }

    /// <summary>How fast a command may transfer; null for as fast as it can.</summary>
    public static TransferPace? Pace(Session session, ConfigScope scope, string verb)
    {
        var who = LimitSubject.Of(session);
        var rate = scope.All(TransferRate).Select(record => record.Value!).FirstOrDefault(limit => limit.Commands.Contains(verb) && limit.For.Includes(who));
        return rate is { KilobytesPerSecond: > 0 }
            ? new TransferPace(rate.KilobytesPerSecond * 1024, (long)Math.Min(rate.FreeBytes, long.MaxValue))
            : null;
    }

    static Parsed<FileSizeLimit?> ParseFileSize(DirectiveLine line)
    {
        var unlimited = line is { Count: 1 } && line[0] == "*";
        if (!unlimited && line.Count is not (2 or 4))
            return line.Error("incorrect number of parameters");
        if (Audience.Read(line, 2) is not { } audience)
            return line.Error($"unknown classifier used: '{line[2]}'");
        ulong? bytes = null;
        if (!unlimited && (bytes = Values.Size(line[0], line[1], out var error)) is null)
            return line.Error($"unable to parse: {line[0]} {line[1]}: {error}");
        if (bytes == 0)
            return line.Error("size must be greater than zero");
        return new FileSizeLimit(bytes, audience);
    }

    static Parsed<TransferRateLimit?> ParseRate(DirectiveLine line)
    {
        if (line.Count is not (2 or 4))
            return line.Error("wrong number of parameters");
        if (Audience.Read(line, 2) is not { } audience)
            return line.Error($"unknown classifier requested: '{line[2]}'");
        var (rateText, _, freeText) = Split(line[1]);
        if (Values.RealNumber(rateText.Length == 0 ? "0" : rateText) is not { } rate)
            return line.Error($"invalid number: '{rateText}'");
        if (rate < 0)
            return line.Error("rate must be greater than zero");
        if ((freeText.Length == 0 ? 0 : Values.WholeNumber(freeText)) is not { } free)
            return line.Error($"invalid number: '{freeText}'");
        // Upstream takes a negative number for the largest there are.
        return Commands(line[0]) is { } commands
            ? new TransferRateLimit(commands, rate, free < 0 ? ulong.MaxValue : (ulong)free, audience)
            : line.Error("error with command list");
    }

    static (string Rate, char Separator, string Free) Split(string text)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? (text, ' ', "") : (text[..colon], ':', text[(colon + 1)..]);
    }

    /// <summary>A list of transferring commands in upper case; null when another is among them.</summary>
    internal static IReadOnlyList<string>? Commands(string list)
    {
        var commands = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return (commands.Length > 0 || list.Length == 0) && commands.All(Transferring.Contains) ? [.. commands.Select(command => command.ToUpperInvariant())] : null;
    }
}
