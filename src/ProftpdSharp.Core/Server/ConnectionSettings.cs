using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Server;

/// <summary>SocketOptions: null where the kernel's own value stays.</summary>
public sealed record SocketTuning
{
    public int? MaximumSegment { get; init; }

    public int? ReceiveBuffer { get; init; }

    public int? SendBuffer { get; init; }

    public bool KeepAlive { get; init; } = true;

    /// <summary>Seconds until the first probe, probes, and seconds between them; null for the kernel's.</summary>
    public (int Idle, int Count, int Interval)? KeepAliveProbes { get; init; }

    public bool ReusePort { get; init; }
}

/// <summary>TCPNoDelay for control and data connections.</summary>
public readonly record struct NoDelay(bool Control, bool Data);

/// <summary>What is configured about a control connection: its socket and the length of its lines.</summary>
public static class ConnectionSettings
{
    /// <summary>Upstream's default of CommandBufferSize lets paths of 4 KiB through.</summary>
    const int DefaultLine = 4096 + 7;

    /// <summary>The line end and the NUL, which upstream's buffer holds too.</summary>
    const int Terminator = 3;
    const int LargestLine = 512 * 1024;

    public static readonly Feature Feature = new("connection settings");

    public static readonly Directive<SocketTuning> SocketOptions = Feature.Directive(
        new Directive<SocketTuning>(
            "SocketOptions", ConfigContext.Server | ConfigContext.VirtualHost, ParseSocketOptions, new SocketTuning())
        {
            MinArguments = 0,
        });

    public static readonly Directive<NoDelay> TcpNoDelay = Feature.Directive(
        new Directive<NoDelay>("TCPNoDelay", Contexts.ServerWide, ParseNoDelay, new NoDelay(true, true)));

    public static readonly Directive<int> CommandBufferSize = Feature.Directive(
        new Directive<int>("CommandBufferSize", Contexts.ServerWide, ParseBufferSize, DefaultLine) { MinArguments = 0 });

    static ConnectionSettings() => Feature.SessionStart(session =>
    {
        Apply(session);
        return default;
    });

    static void Apply(Session session)
    {
        var socket = session.Control.Stream.Descriptor;
        var tuning = session.Server.Root.Get(SocketOptions);
        session.Control.MaximumLine = Math.Max(1, session.Server.Root.Get(CommandBufferSize) - Terminator);
        Sockets.SetOption(socket, SocketOption.NoDelay, session.Server.Root.Get(TcpNoDelay).Control ? 1 : 0);
        Sockets.SetOption(socket, SocketOption.KeepAlive, tuning.KeepAlive ? 1 : 0);
        if (tuning.KeepAliveProbes is { } probes)
        {
            Sockets.SetOption(socket, SocketOption.KeepIdle, probes.Idle);
            Sockets.SetOption(socket, SocketOption.KeepCount, probes.Count);
            Sockets.SetOption(socket, SocketOption.KeepInterval, probes.Interval);
        }
        if (tuning.ReceiveBuffer is { } receive)
            Sockets.SetOption(socket, SocketOption.ReceiveBuffer, receive);
        if (tuning.SendBuffer is { } send)
            Sockets.SetOption(socket, SocketOption.SendBuffer, send);
    }

    static Parsed<SocketTuning> ParseSocketOptions(DirectiveLine line)
    {
        if (line.Count % 2 == 1)
            return line.Error("bad number of parameters");
        var tuning = new SocketTuning();
        for (var i = 0; i < line.Count; i += 2)
        {
            var parsed = Option(line, tuning, line[i].ToLowerInvariant(), line[i + 1]);
            if (parsed.Error is { } error)
                return error;
            tuning = parsed.Value;
        }
        return tuning;
    }

    static Parsed<SocketTuning> Option(DirectiveLine line, SocketTuning tuning, string name, string value)
    {
        var number = Values.Atoi(value);
        switch (name)
        {
            case "maxseg":
                return tuning with { MaximumSegment = number };
            case "rcvbuf":
                return number < 1024 ? line.Error("rcvbuf size must be greater than or equal to 1024") : tuning with { ReceiveBuffer = number };
            case "sndbuf":
                return number < 1024 ? line.Error("sndbuf size must be greater than or equal to 1024") : tuning with { SendBuffer = number };
            case "keepalive":
                return KeepAlive(line, tuning, value);
            case "reuseport":
                return Values.AsBoolean(value) is { } reuse ? tuning with { ReusePort = reuse } : line.Error("reuseport must have Boolean parameter");
            default:
                return line.Error($": unknown socket option: '{name}'");
        }
    }

    static Parsed<SocketTuning> KeepAlive(DirectiveLine line, SocketTuning tuning, string value)
    {
        if (Values.AsBoolean(value) is { } wanted)
            return tuning with { KeepAlive = wanted };
        return value.Split(':') is [var idle, var count, var interval]
            ? tuning with { KeepAliveProbes = (Values.Atoi(idle), Values.Atoi(count), Values.Atoi(interval)) }
            : line.Error($"badly formatted TCP keepalive spec '{value}'");
    }

    /// <summary>One Boolean for both, or 1.3.10's pairs <c>ctrl on data off</c>.</summary>
    static Parsed<NoDelay> ParseNoDelay(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) is { } both)
            return new NoDelay(both, both);
        var noDelay = new NoDelay(true, true);
        for (var i = 0; i + 1 < line.Count; i += 2)
        {
            var value = Values.AsBoolean(line[i + 1]);
            var name = line[i].ToLowerInvariant();
            if (value is null || name is not ("ctrl" or "control" or "data"))
                return line.Error("expected Boolean parameter");
            noDelay = name == "data" ? noDelay with { Data = value.Value } : noDelay with { Control = value.Value };
        }
        return line.Count is 2 or 4 ? noDelay : line.Error("expected Boolean parameter");
    }

    static Parsed<int> ParseBufferSize(DirectiveLine line)
    {
        if (line.Count is not (1 or 2))
            return line.WrongNumberOfParameters;
        var unit = line.Count == 2 ? line[1] : "";
        if (Values.Size(line[0], unit, out var error) is not { } size)
            return line.Error($"unable to parse: {line[0]} {unit}: {error}");
        return size > LargestLine ? line.Error($"size {line[0]}{unit}exceeds max size {LargestLine}") : size == 0 ? DefaultLine : (int)size;
    }
}
