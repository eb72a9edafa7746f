using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Ctrls;

/// <summary>mod_ctrls: the socket of ftpdctl, and the actions about actions.</summary>
public static class CtrlsModule
{
    /// <summary>As lines of ControlsLog begin.</summary>
    public const string Label = "mod_ctrls/0.9.5";

    public static readonly Module Module = new("mod_ctrls", "0.9.5", ControlsSettings.Feature, ControlsEngine.Feature, ActionControls.Feature);
}
