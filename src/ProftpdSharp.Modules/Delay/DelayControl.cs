using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;

namespace ProftpdSharp.Modules.Delay;

/// <summary><c>ftpdctl delay info|reset</c>: the times by which answers are held back.</summary>
static class DelayControl
{
    const int PerLine = 4;

    static readonly string[] Actions = ["info", "reset"];

    public static readonly Feature Feature = new("delay control");

    public static readonly Directive<ControlsAcl?> DelayControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("DelayControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Actions, "delay "), null) { MinArguments = 4 });

    static DelayControl() =>
        Feature.Control(new ControlAction("delay", "tune mod_delay settings", null, request => ValueTask.FromResult(Answer(request))));

    static ControlsMessage Answer(ControlRequest request)
    {
        if (request.Arguments is not [var action, ..])
            return ControlsMessage.Failed("delay: missing required parameters");
        if (!Actions.Contains(action))
            return ControlsMessage.Failed($"unknown delay action: '{action}'");
        var acls = request.Host.State(FtpServer.Key).State!.Configuration.Main.Root.All(DelayControlsAcls);
        if (ControlsAcl.Admits(acls.Select(record => record.Value!), action, request.Client) != true)
            return ControlsMessage.Failed("access denied");
        var (user, pass) = (request.Host.State(LoginDelay.UserTimes), request.Host.State(LoginDelay.PassTimes));
        if (action == "info")
            return ControlsMessage.Done([.. Table("USER", user), .. Table("PASS", pass)]);
        user.Clear();
        pass.Clear();
        return ControlsMessage.Done("DelayTable reset");
    }

    static IEnumerable<string> Table(string command, RecentTimes times) =>
    [
        $"{command} values (usecs):",
        $" + {times.All.Count} values:",
        .. times.All.Chunk(PerLine).Select(line => "    " + string.Concat(line.Select(Column))),
        "",
    ];

    static string Column(TimeSpan time) => ((long)time.TotalMicroseconds).ToString(CultureInfo.InvariantCulture).PadLeft(11);
}
