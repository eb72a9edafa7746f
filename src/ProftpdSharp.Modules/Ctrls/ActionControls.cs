using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Ctrls;

/// <summary>help, lsctrl, insctrl and rmctrl: the actions about actions.</summary>
static class ActionControls
{
    const string WrongNumber = "wrong number of parameters";

    public static readonly Feature Feature = new("actions about actions");

    static readonly string[] Names = ["help", "insctrl", "lsctrl", "rmctrl"];

    public static readonly Directive<ControlsAcl?> ControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("ControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Names), null) { MinArguments = 4 });

    static ActionControls()
    {
        Add("help", "describe all registered controls", Help);
        Add("insctrl", "enable a disabled control", Enable);
        Add("lsctrl", "list all registered controls", List);
        Add("rmctrl", "disable a registered control", Disable);
    }

    static void Add(string name, string description, Func<ControlRequest, ControlsMessage> handler) =>
        Feature.Control(new ControlAction(name, description, ControlsAcls, request => ValueTask.FromResult(handler(request))));

    static ControlsMessage Help(ControlRequest request) => request.Arguments.Count > 0
        ? ControlsMessage.Failed(WrongNumber)
        : ControlsMessage.Done([.. ControlsEngine.Of(request.Host).Enabled.Select(pair => $"{pair.Action.Name}: {pair.Action.Description}")]);

    static ControlsMessage List(ControlRequest request) => request.Arguments.Count > 0
        ? ControlsMessage.Failed(WrongNumber)
        : ControlsMessage.Done([.. ControlsEngine.Of(request.Host).Enabled.Select(pair => $"{pair.Action.Name} ({pair.Module})")]);

    /// <summary>The module that may follow the action's name makes no difference in upstream either: names are unique.</summary>
    static ControlsMessage Enable(ControlRequest request)
    {
        if (request.Arguments is not [var name, ..])
            return ControlsMessage.Failed(WrongNumber);
        var engine = ControlsEngine.Of(request.Host);
        if (name != "all" && !IsKnown(engine, name))
            return ControlsMessage.Done($"no such control: '{name}'");
        foreach (var (action, _) in engine.All.Where(pair => name == "all" || pair.Action.Name == name))
            engine.Enable(action.Name, true);
        return ControlsMessage.Done($"'{name}' control enabled");
    }

    static ControlsMessage Disable(ControlRequest request)
    {
        if (request.Arguments is not [var name, ..])
            return ControlsMessage.Failed(WrongNumber);
        if (name is "insctrl" or "lsctrl" or "rmctrl")
            return ControlsMessage.Failed($"'{name}' control cannot be removed");
        var engine = ControlsEngine.Of(request.Host);
        if (name == "all")
        {
            request.AfterAnswer = engine.Close;
            return ControlsMessage.Done("all controls disabled", "restart the daemon to re-enable controls");
        }
        if (!IsKnown(engine, name))
            return ControlsMessage.Done($"no such control: '{name}'");
        engine.Enable(name, false);
        return ControlsMessage.Done($"'{name}' control disabled");
    }

    static bool IsKnown(ControlsEngine engine, string name) => engine.All.Any(pair => pair.Action.Name == name);
}
