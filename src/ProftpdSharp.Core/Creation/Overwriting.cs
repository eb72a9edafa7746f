using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Creation;

/// <summary>AllowOverwrite: whether what exists may be replaced, by an upload or by a rename.</summary>
public static class Overwriting
{
    /// <summary>Belongs to mod_xfer; RNTO of mod_core asks it too.</summary>
    public static readonly Feature Feature = new("AllowOverwrite");

    public static readonly Directive<bool> AllowOverwrite = Feature.Directive(
        new Directive<bool>("AllowOverwrite", Contexts.Everywhere, Values.Boolean, false, MergeRule.Down));
}
