using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

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

/// <summary>SocketOptions and TCPNoDelay: what the sockets of connections get.</summary>
public static class SocketSettings
{
    /// <summary>IPTOS_THROUGHPUT: bulk data.</summary>
    const int Throughput = 8;

    public static readonly Feature Feature = new("sockets of connections");

    public static readonly Directive<SocketTuning> SocketOptions = Feature.Directive(
        new Directive<SocketTuning>(
            "SocketOptions", ConfigContext.Server | ConfigContext.VirtualHost, ParseSocketOptions, new SocketTuning())
        {
            MinArguments = 0,
        });

    public static readonly Directive<NoDelay> TcpNoDelay = Feature.Directive(
        new Directive<NoDelay>("TCPNoDelay", Contexts.ServerWide, ParseNoDelay, new NoDelay(true, true)));

    /// <summary>The segment size of both ends is agreed while they connect: an active data connection gets it before, a passive one from its listener.</summary>
    public static void PrepareData(Session session, Descriptor socket)
    {
        if (session.Server.Root.Get(SocketOptions).MaximumSegment is { } size)
            Sockets.SetOption(socket, SocketOption.MaxSegment, size);
    }

    /// <summary>Sets what every control connection of a server has.</summary>
    internal static void ApplyToControl(Session session)
    {
        var socket = session.Control.Stream.Descriptor;
        Sockets.SetOption(socket, SocketOption.NoDelay, session.Server.Root.Get(TcpNoDelay).Control ? 1 : 0);
        Keep(socket, session.Server.Root.Get(SocketOptions));
    }

    /// <summary>Sets what every data connection of a server has. Buffers only grow, as in upstream.</summary>
    internal static void ApplyToData(Session session, Descriptor socket)
    {
        var tuning = session.Server.Root.Get(SocketOptions);
        Sockets.SetOption(socket, SocketOption.NoDelay, session.Server.Root.Get(TcpNoDelay).Data ? 1 : 0);
        // Each family knows its own; a socket of IPv6 with an IPv4 client has both.
        Sockets.SetOption(socket, SocketOption.TypeOfService, Throughput);
        Sockets.SetOption(socket, SocketOption.TrafficClass, Throughput);
        Keep(socket, tuning);
        Grow(socket, SocketOption.ReceiveBuffer, tuning.ReceiveBuffer);
        Grow(socket, SocketOption.SendBuffer, tuning.SendBuffer);
    }

    static void Keep(Descriptor socket, SocketTuning tuning)
    {
        Sockets.SetOption(socket, SocketOption.KeepAlive, tuning.KeepAlive ? 1 : 0);
        if (tuning.KeepAliveProbes is not { } probes)
            return;
        Sockets.SetOption(socket, SocketOption.KeepIdle, probes.Idle);
        Sockets.SetOption(socket, SocketOption.KeepCount, probes.Count);
        Sockets.SetOption(socket, SocketOption.KeepInterval, probes.Interval);
    }

    static void Grow(Descriptor socket, SocketOption buffer, int? size)
    {
        if (size is { } wanted && Sockets.GetOption(socket, buffer) is { Ok: true, Value: var now } && now < wanted)
            Sockets.SetOption(socket, buffer, wanted);
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
}
