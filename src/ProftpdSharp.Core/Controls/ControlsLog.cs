using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Controls;

/// <summary>ControlsLog: what clients of the controls socket asked for and were told.</summary>
public sealed class ControlsLog
{
    static readonly HostKey<ControlsLog> Key = new(host => new ControlsLog(host));

    readonly ServerHost _host;
    volatile LogFile? _file;

    ControlsLog(ServerHost host) => _host = host;

    public static ControlsLog Of(ServerHost host) => host.State(Key);

    /// <summary>Puts another file in the place of the present one.</summary>
    /// <param name="file">Null for none: the lines go nowhere.</param>
    public void Use(LogFile? file)
    {
        var old = _file;
        _file = file;
        old?.Dispose();
    }

    /// <summary>Writes one line; control characters in it are escaped.</summary>
    public void Write(string label, string text) =>
        _file?.Write($"{LogText.Timestamp(_host.Clock.GetLocalNow())} {label}[{_host.Log.ProcessNumber}]: {LogText.Sanitize(text)}");
}
