using System.Globalization;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary><c>trace CHANNEL:LEVEL ...</c> and <c>trace info</c>: the channels of the TraceLog, for the sessions to come and those present.</summary>
static class TraceControl
{
    public static readonly Feature Feature = new("trace control");

    static TraceControl() => AdminControls.Add(Feature, "trace", "set trace levels", request => ValueTask.FromResult(Trace(request)));

    static ControlsMessage Trace(ControlRequest request)
    {
        if (request.Arguments.Count == 0)
            return ControlsMessage.Failed("trace: missing required parameters");
        var tracer = request.Host.Log.Tracer;
        if (request.Arguments is ["info", ..])
            return ControlsMessage.Done(tracer.Channels.IsEmpty ? ["trace: no info available"] : Table(tracer.Channels));
        var lines = new List<string>();
        foreach (var word in request.Arguments)
        {
            var colon = word.IndexOf(':');
            if (colon < 0)
                return ControlsMessage.Failed($"trace: badly formatted parameter: '{word}'");
            var (channel, text) = (word[..colon], word[(colon + 1)..]);
            if (TraceLevels.Parse(text) is not { } levels)
                return ControlsMessage.Failed($"trace: error parsing level '{text}' for channel '{channel}': {Errno.EINVAL.Describe()}");
            tracer.Channels = tracer.Channels.With([new TraceChannel(channel, levels)]);
            lines.Add($"trace: set channel '{channel}' to levels {levels.Low}-{levels.High}");
        }
        return ControlsMessage.Done(lines);
    }

    static string[] Table(TraceChannels channels) =>
    [
        "Channel    Level ",
        "---------- ------",
        .. channels.All.Select(channel => string.Create(CultureInfo.InvariantCulture, $"{channel.Name,10} {channel.Levels.High,-6}")),
    ];
}
