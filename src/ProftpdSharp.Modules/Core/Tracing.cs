using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>Trace, TraceLog and TraceOptions: checked as upstream checks them. Nothing is traced; <c>-d</c> shows what sessions do.</summary>
static class Tracing
{
    public static readonly Feature Feature = new("trace");

    public static readonly Directive<IReadOnlyList<TraceChannel>> Trace = Feature.Directive(
        new Directive<IReadOnlyList<TraceChannel>>("Trace", Contexts.ServerWide, ParseChannels, []) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<string?> TraceLog = Feature.Directive(
        new Directive<string?>("TraceLog", ConfigContext.Server | ConfigContext.Global, ParsePath, null)
        {
            MaxArguments = 1,
            WrongCount = "wrong number of parameters",
            Storage = Storage.Process,
        });

    public static readonly Directive<IReadOnlyList<string>> TraceOptions = Feature.Directive(
        new Directive<IReadOnlyList<string>>("TraceOptions", Contexts.ServerWide, ParseOptions, []) { WrongCount = "wrong number of parameters" });

    static Parsed<IReadOnlyList<TraceChannel>> ParseChannels(DirectiveLine line)
    {
        var isSession = line[0].Equals("session", StringComparison.OrdinalIgnoreCase);
        if (isSession && line.Count == 1)
            return line.WrongNumberOfParameters;
        var channels = new List<TraceChannel>();
        foreach (var word in line.Arguments.Skip(isSession ? 1 : 0))
        {
            var colon = word.IndexOf(':');
            if (colon < 0)
                return line.Error($"badly formatted parameter: '{word}'");
            if (Levels(word[(colon + 1)..]) is not { } levels)
                return line.Error($"error parsing level \"{word[(colon + 1)..]}\" for channel '{word[..colon]}': {Errno.EINVAL.Describe()}");
            channels.Add(new TraceChannel(word[..colon], levels.Low, levels.High));
        }
        return Parsed.Of<IReadOnlyList<TraceChannel>>(channels);
    }

    /// <summary><c>10</c> is all levels up to it; <c>7-10</c> is a range.</summary>
    static (int Low, int High)? Levels(string text)
    {
        var dash = text.IndexOf('-');
        var low = dash < 0 ? 1 : Number(text[..dash]);
        var high = Number(text[(dash + 1)..]);
        return low is { } from && high is { } to && (dash < 0 || from <= to) ? (from, to) : null;
    }

    static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static Parsed<string?> ParsePath(DirectiveLine line)
    {
        var path = line[0];
        if (!path.StartsWith('/'))
            return line.Error("must be an absolute path");
        var directory = path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : path;
        var status = line.Host.Status(directory);
        if (status.Error is { } missing)
        {
            line.Warn($"error: unable to stat() {directory}: {missing}");
            return line.Error($"error using TraceLog '{path}': {missing}");
        }
        if ((status.Mode & 0x2) != 0)
            line.Warn($"error: {directory} is a world-writable directory");
        if ((status.Mode & 0x2) != 0 || line.Host.LinkStatus(path).Kind == PathKind.SymbolicLink)
            return line.Error($"error using TraceLog '{path}': directory is symlink or is world-writable");
        return line.Host.Status(path).Kind == PathKind.Directory ? line.Error($"error using TraceLog '{path}': {Errno.EISDIR.Describe()}") : path;
    }

    static Parsed<IReadOnlyList<string>> ParseOptions(DirectiveLine line)
    {
        foreach (var option in line.Arguments)
        {
            if (option.Length == 0 || option[0] is not ('+' or '-'))
                return line.Error($"bad TraceOption: '{option}'");
            if (option[1..].ToLowerInvariant() is not ("connips" or "timestamp" or "timestampmillis"))
                return line.Error($"unknown TraceOption: '{option[1..]}'");
        }
        return Parsed.Of(line.Arguments);
    }
}

/// <summary>A trace channel and the levels that are asked for.</summary>
sealed record TraceChannel(string Name, int Low, int High);
