using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>Trace, TraceLog and TraceOptions: what the server does, by channels with levels.</summary>
static class Tracing
{
    public static readonly Feature Feature = new("trace");

    public static readonly Directive<TraceSetting?> Trace = Feature.Directive(
        new Directive<TraceSetting?>("Trace", Contexts.ServerWide, ParseChannels, null) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<string?> TraceLog = Feature.Directive(
        new Directive<string?>("TraceLog", ConfigContext.Server | ConfigContext.Global, ParsePath, null)
        {
            MaxArguments = 1,
            WrongCount = "wrong number of parameters",
            Storage = Storage.Process,
        });

    public static readonly Directive<TraceFields?> TraceOptions = Feature.Directive(
        new Directive<TraceFields?>("TraceOptions", Contexts.ServerWide, ParseOptions, null) { WrongCount = "wrong number of parameters" });

    static Tracing()
    {
        Feature.Startup(OpenAsync);
        Feature.SessionStart(session =>
        {
            var (local, remote) = (session.Addresses.Local, session.RemoteAddress);
            session.Log.ConnectionLabel = $"(client {remote}, server {local.Address}:{local.Port})";
            Apply(session);
            return ValueTask.CompletedTask;
        });
        Feature.On(Phase.Post, "PASS", (session, _) =>
        {
            Apply(session);
            return ValueTask.FromResult(Outcome.Declined);
        });
    }

    /// <summary>Opens the log; the channels of the main server are those of the process.</summary>
    static async ValueTask OpenAsync(StartupCheck check)
    {
        var tracer = check.Host.Log.Tracer;
        tracer.Channels = TraceChannels.None.With(Channels(check.Configuration.Main, isForSession: false));
        tracer.Fields = check.Configuration.Main.Root.Get(TraceOptions) ?? TraceFields.Default;
        LogFile? file = null;
        if (check.Configuration.Process.Get(TraceLog) is { } path)
        {
            var opening = await check.Host.Log.Files.OpenAsync(path);
            file = opening.File;
            if (file is null)
                check.Refuse($"error using TraceLog '{path}': {opening.Reason}");
        }
        tracer.Use(file);
    }

    /// <summary>
    /// What a session has of its own: the lines of its virtual host, <c>Trace session</c>, also in sections that were found out to apply to it, and
    /// TraceOptions.
    /// </summary>
    static void Apply(Session session)
    {
        var ofHost = session.Server.IsMain ? [] : Channels(session.Server, isForSession: false);
        var own = ofHost.Concat(Channels(session.Server, isForSession: true)).ToList();
        session.Log.TraceChannels = own.Count == 0 ? null : session.Host.Log.Tracer.Channels.With(own);
        session.Log.TraceFields = session.Server.Root.Get(TraceOptions);
    }

    static IEnumerable<TraceChannel> Channels(VirtualServer server, bool isForSession) =>
        server.Root.All(Trace).Where(record => record.Value!.IsForSession == isForSession).SelectMany(record => record.Value!.Channels);

    static Parsed<TraceSetting?> ParseChannels(DirectiveLine line)
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
            if (TraceLevels.Parse(word[(colon + 1)..]) is not { } levels)
                return line.Error($"error parsing level \"{word[(colon + 1)..]}\" for channel '{word[..colon]}': {Errno.EINVAL.Describe()}");
            channels.Add(new TraceChannel(word[..colon], levels));
        }
        return new TraceSetting(isSession, channels);
    }

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

    static Parsed<TraceFields?> ParseOptions(DirectiveLine line)
    {
        var fields = TraceFields.Default;
        foreach (var option in line.Arguments)
        {
            if (option.Length == 0 || option[0] is not ('+' or '-'))
                return line.Error($"bad TraceOption: '{option}'");
            if (FieldNamed(option[1..]) is not { } field)
                return line.Error($"unknown TraceOption: '{option[1..]}'");
            fields = option[0] == '+' ? fields | field : fields & ~field;
        }
        return fields;
    }

    static TraceFields? FieldNamed(string name) => name.ToLowerInvariant() switch
    {
        "connips" => TraceFields.Connection,
        "timestamp" => TraceFields.Timestamp,
        "timestampmillis" => TraceFields.Milliseconds,
        _ => null,
    };
}

/// <summary>One line of Trace.</summary>
/// <param name="IsForSession">Written with <c>session</c>: it counts for the sessions of its section only.</param>
/// <param name="Channels">In their order.</param>
sealed record TraceSetting(bool IsForSession, IReadOnlyList<TraceChannel> Channels);
