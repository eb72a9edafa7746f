using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;

namespace ProftpdSharp.Modules.Dso;

/// <summary>
/// mod_dso: LoadModule and its kin are part of the language; here is what ftpdctl may ask about modules. Which of them are loaded is the configuration's
/// to say: insmod and rmmod answer so.
/// </summary>
public static class DsoModule
{
    static readonly string[] Actions = ["insmod", "lsmod", "rmmod"];

    static readonly Feature Feature = new("modules");

    public static readonly Directive<ControlsAcl?> ModuleControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("ModuleControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Actions), null) { MinArguments = 4 });

    public static readonly Module Module = new("mod_dso", "0.5", Feature);

    static DsoModule()
    {
        Add("insmod", "load modules", request => ForEach(request, Insert));
        Add("lsmod", "list modules", List);
        Add("rmmod", "unload modules", request => ForEach(request, Remove));
    }

    static void Add(string name, string description, Func<ControlRequest, ControlsMessage> handler) =>
        Feature.Control(new ControlAction(name, description, ModuleControlsAcls, request => ValueTask.FromResult(handler(request))));

    static ControlsMessage List(ControlRequest request) => request.Arguments.Count > 0
        ? ControlsMessage.Failed("wrong number of parameters")
        : ControlsMessage.Done(["Loaded Modules:", .. Loaded(request).Select(module => $"  {module}")]);

    static ControlsMessage ForEach(ControlRequest request, Func<ControlRequest, string, string> answer) => request.Arguments.Count == 0
        ? ControlsMessage.Failed("missing required parameters")
        : ControlsMessage.Done([.. request.Arguments.Select(module => answer(request, module))]);

    static string Insert(ControlRequest request, string module)
    {
        var reason = module switch
        {
            _ when !IsName(module) => "Bad module name",
            _ when Loaded(request).Contains(module) => "Already loaded",
            _ => "the configuration decides: add LoadModule and restart",
        };
        return $"error loading '{module}': {reason}";
    }

    static string Remove(ControlRequest request, string module)
    {
        var reason = Loaded(request).Contains(module) ? "the configuration decides: remove LoadModule and restart" : "Module not loaded";
        return $"error unloading '{module}': {reason}";
    }

    static bool IsName(string module) => module.StartsWith("mod_", StringComparison.Ordinal) && module.EndsWith(".c", StringComparison.Ordinal);

    static IEnumerable<string> Loaded(ControlRequest request) =>
        request.Host.State(FtpServer.Key).State!.Configuration.Modules.Select(name => $"{name}.c");
}
