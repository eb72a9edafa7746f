using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Server;

/// <summary>What is configured about listening sockets and the number of sessions.</summary>
public static class ServerSockets
{
    public static readonly Feature Feature = new("server sockets");

    public static readonly Directive<bool> SocketBindTight = Feature.Directive(
        new Directive<bool>("SocketBindTight", ConfigContext.Server, Values.Boolean, false) { Storage = Storage.Process });

    public static readonly Directive<int> TcpBackLog = Feature.Directive(
        new Directive<int>("TCPBackLog", ConfigContext.Server, ParseBackLog, 128) { Storage = Storage.Process });

    public static readonly Directive<int> MaxInstances = Feature.Directive(
        new Directive<int>("MaxInstances", ConfigContext.Server, ParseMaxInstances, int.MaxValue) { Storage = Storage.Process });

    static ServerSockets() => Feature.Startup(NameIgnoredDefault);

    /// <summary>SocketOptions reuseport of the main server: others may listen beside us.</summary>
    internal static void Prepare(ServerConfiguration configuration, Descriptor listener)
    {
        if (configuration.Main.Root.Get(SocketSettings.SocketOptions).ReusePort)
            Sockets.SetOption(listener, SocketOption.ReusePort, 1);
    }

    /// <summary>Sets what every control connection has.</summary>
    internal static void Configure(Descriptor socket)
    {
        Sockets.SetOption(socket, SocketOption.KeepAlive, 1);
        Sockets.SetOption(socket, SocketOption.NoDelay, 1);
        // ABOR comes with Telnet's urgent byte; inline it is one more byte that the filter removes.
        Sockets.SetOption(socket, SocketOption.OutOfBandInline, 1);
    }

    static ValueTask NameIgnoredDefault(StartupCheck check)
    {
        var configuration = check.Configuration;
        if (!check.Host.IsInetd && configuration.Process.Get(SocketBindTight) && configuration.Servers.Any(server => server.Root.Get(LanguageDirectives.DefaultServer)))
            check.Log("SocketBindTight in effect, ignoring DefaultServer");
        return ValueTask.CompletedTask;
    }

    static Parsed<int> ParseBackLog(DirectiveLine line)
    {
        var value = Values.Atoi(line[0]);
        return value is >= 1 and <= 255 ? value : line.Error("parameter must be a number between 1 and 255");
    }

    static Parsed<int> ParseMaxInstances(DirectiveLine line)
    {
        if (line[0].Equals("none", StringComparison.OrdinalIgnoreCase))
            return int.MaxValue;
        return Values.WholeNumber(line[0]) is >= 1 and var value ? (int)Math.Min(value, int.MaxValue) : line.Error("argument must be 'none' or a number greater than 0");
    }
}
