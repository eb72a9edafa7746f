using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.Server;

/// <summary>What a control connection gets at the start: its socket's options and the length of its lines.</summary>
public static class ConnectionSettings
{
    /// <summary>Upstream's default of CommandBufferSize lets paths of 4 KiB through.</summary>
    const int DefaultLine = 4096 + 7;

    /// <summary>The line end and the NUL, which upstream's buffer holds too.</summary>
    const int Terminator = 3;
    const int LargestLine = 512 * 1024;

    public static readonly Feature Feature = new("connection settings");

    public static readonly Directive<int> CommandBufferSize = Feature.Directive(
        new Directive<int>("CommandBufferSize", Contexts.ServerWide, ParseBufferSize, DefaultLine) { MinArguments = 0 });

    static ConnectionSettings() => Feature.SessionStart(session =>
    {
        session.Control.MaximumLine = Math.Max(1, session.Server.Root.Get(CommandBufferSize) - Terminator);
        SocketSettings.ApplyToControl(session);
        return default;
    });

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
