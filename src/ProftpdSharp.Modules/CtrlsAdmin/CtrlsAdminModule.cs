using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>mod_ctrls_admin: what administrators ask of a running server through ftpdctl.</summary>
public static class CtrlsAdminModule
{
    /// <summary>As lines of ControlsLog begin.</summary>
    internal const string Label = "mod_ctrls_admin/0.9.9";

    public static readonly Module Module = new(
        "mod_ctrls_admin", "0.9.9", AdminControls.Feature, KickControl.Feature, ServerControls.Feature, ProcessControls.Feature, DirectiveControls.Feature,
        ConfigurationControls.Feature, TraceControl.Feature)
    {
        LoadedAtStart = false,
    };
}
