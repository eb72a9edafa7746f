using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>Which of this module's actions there are, and for whom.</summary>
static class AdminControls
{
    static readonly string[] Names =
        ["config", "debug", "dns", "down", "get", "kick", "restart", "scoreboard", "shutdown", "status", "trace", "up"];

    public static readonly Feature Feature = new("admin controls");

    public static readonly Directive<ControlsAcl?> AdminControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("AdminControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Names), null) { MinArguments = 4 });

    /// <summary>The actions that do not exist: none, all, or those named, whatever the manual says of them.</summary>
    public static readonly Directive<IReadOnlyList<string>> AdminControlsEngine = Feature.Directive(
        new Directive<IReadOnlyList<string>>("AdminControlsEngine", ConfigContext.Server, ParseEngine, []) { Storage = Storage.Process });

    /// <summary>Declares an action of this module.</summary>
    public static void Add(Feature feature, string name, string description, ControlHandler handler) =>
        feature.Control(new ControlAction(name, description, AdminControlsAcls, handler) { IsAvailable = host => IsAvailable(host, name) });

    static bool IsAvailable(ServerHost host, string name) =>
        !host.State(FtpServer.Key).State!.Configuration.Process.Get(AdminControlsEngine).Contains(name);

    static Parsed<IReadOnlyList<string>> ParseEngine(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) is { } isOn)
            return Parsed.Of<IReadOnlyList<string>>(isOn ? [] : Names);
        var named = line[0].Split(',');
        return named.FirstOrDefault(name => !Names.Contains(name)) is { } unknown
            ? line.Error($": unknown action: '{unknown}'")
            : Parsed.Of<IReadOnlyList<string>>(named);
    }
}
