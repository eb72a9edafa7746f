using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>For whom a limit holds: everybody, or the users, groups or classes of a list.</summary>
/// <param name="Kind"><c>user</c>, <c>group</c> or <c>class</c>; empty for everybody.</param>
/// <param name="Names">The list's words.</param>
public sealed record LimitAudience(string Kind, IReadOnlyList<string> Names);

/// <summary>MaxRetrieveFileSize and MaxStoreFileSize.</summary>
/// <param name="Bytes">Null: no limit (<c>*</c>).</param>
/// <param name="For">For whom.</param>
public sealed record FileSizeLimit(ulong? Bytes, LimitAudience For);

/// <summary>MaxTransfersPerHost and MaxTransfersPerUser.</summary>
public sealed record TransferCountLimit(IReadOnlyList<string> Commands, int Count, string? Message);

/// <summary>TransferRate.</summary>
/// <param name="Commands">Which commands.</param>
/// <param name="KilobytesPerSecond">The rate.</param>
/// <param name="FreeBytes">How many bytes go before it holds.</param>
/// <param name="For">For whom.</param>
public sealed record TransferRateLimit(IReadOnlyList<string> Commands, double KilobytesPerSecond, ulong FreeBytes, LimitAudience For);

/// <summary>What is configured about the size, the number and the rate of transfers. Read here; in force with mod_xfer's limits.</summary>
static class TransferLimits
{
    static readonly HashSet<string> Transferring = new(["APPE", "RETR", "STOR", "STOU"], StringComparer.OrdinalIgnoreCase);

    static readonly LimitAudience Everybody = new("", []);

    public static readonly Feature Feature = new("transfer limits");

    public static readonly Directive<FileSizeLimit?> MaxRetrieveFileSize = Feature.Directive(FileSize("MaxRetrieveFileSize"));

    public static readonly Directive<FileSizeLimit?> MaxStoreFileSize = Feature.Directive(FileSize("MaxStoreFileSize"));

    public static readonly Directive<TransferCountLimit?> MaxTransfersPerHost = Feature.Directive(Count("MaxTransfersPerHost"));

    public static readonly Directive<TransferCountLimit?> MaxTransfersPerUser = Feature.Directive(Count("MaxTransfersPerUser"));

    public static readonly Directive<TransferRateLimit?> TransferRate = Feature.Directive(
        new Directive<TransferRateLimit?>("TransferRate", Contexts.Everywhere, ParseRate, null, MergeRule.DownMulti) { MinArguments = 0 });

    static Directive<FileSizeLimit?> FileSize(string name) =>
        new(name, Contexts.Everywhere, ParseFileSize, null, MergeRule.DownMulti) { MinArguments = 0 };

    static Directive<TransferCountLimit?> Count(string name) =>
        new(name, Contexts.Everywhere, ParseCount, null, MergeRule.DownMulti) { MinArguments = 0 };

    static Parsed<FileSizeLimit?> ParseFileSize(DirectiveLine line)
    {
        var unlimited = line.Count > 0 && line[0] == "*";
        var size = unlimited ? 1 : 2;
        if (line.Count != size && (unlimited || line.Count != 4))
            return line.Error("incorrect number of parameters");
        ulong? bytes = null;
        if (!unlimited && (bytes = Values.Size(line[0], line[1])) is null)
            return line.Error($"unable to parse: {line[0]} {line[1]}: Invalid argument");
        return Audience(line, 2, "used").Then<FileSizeLimit?>(audience => new FileSizeLimit(bytes, audience));
    }

    static Parsed<TransferCountLimit?> ParseCount(DirectiveLine line)
    {
        if (line.Count is not (2 or 3))
            return line.Error("bad number of parameters");
        if (Commands(line[0]) is not { } commands)
            return line.Error("error with command list");
        var count = Values.Atoi(line[1]);
        return count < 1
            ? line.Error($"count must be greater than zero: '{line[1]}'")
            : new TransferCountLimit(commands, count, line.Count == 3 ? line[2] : null);
    }

    static Parsed<TransferRateLimit?> ParseRate(DirectiveLine line)
    {
        if (line.Count is not (2 or 4))
            return line.Error("wrong number of parameters");
        if (Commands(line[0]) is not { } commands)
            return line.Error("error with command list");
        var (rateText, _, freeText) = Split(line[1]);
        if (!double.TryParse(rateText, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
            return line.Error($"invalid number: '{line[1]}'");
        if (rate < 0)
            return line.Error("rate must be greater than zero");
        if (!ulong.TryParse(freeText.Length == 0 ? "0" : freeText, out var free))
            return line.Error($"invalid number: '{freeText}'");
        return Audience(line, 2, "requested").Then<TransferRateLimit?>(audience => new TransferRateLimit(commands, rate, free, audience));
    }

    static (string Rate, char Separator, string Free) Split(string text)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? (text, ' ', "") : (text[..colon], ':', text[(colon + 1)..]);
    }

    static IReadOnlyList<string>? Commands(string list)
    {
        var commands = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return commands.Length > 0 && commands.All(Transferring.Contains) ? [.. commands.Select(command => command.ToUpperInvariant())] : null;
    }

    static Parsed<LimitAudience> Audience(DirectiveLine line, int index, string verb)
    {
        if (line.Count <= index)
            return Everybody;
        var kind = line[index].ToLowerInvariant();
        return kind is "user" or "group" or "class"
            ? new LimitAudience(kind, line[index + 1].Split(',', StringSplitOptions.RemoveEmptyEntries))
            : line.Error($"unknown classifier {verb}: '{line[index]}'");
    }
}
