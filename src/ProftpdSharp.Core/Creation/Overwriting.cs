using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Creation;

/// <summary>AllowOverwrite: whether what exists may be replaced, by an upload or by a rename.</summary>
public static class Overwriting
{
    /// <summary>Belongs to mod_xfer; RNTO of mod_core asks it too.</summary>
    public static readonly Feature Feature = new("AllowOverwrite");

    public static readonly Directive<bool> AllowOverwrite = Feature.Directive(
        new Directive<bool>("AllowOverwrite", Contexts.Everywhere, Values.SmallBoolean, false, MergeRule.Down));

    /// <summary>Whether a command may not replace what is there; the line that says so is logged.</summary>
    public static bool Refuses(Session session, Command command, ConfigScope scope)
    {
        if (scope.Get(AllowOverwrite))
            return false;
        RefusingSetting.Note(session, command, AllowOverwrite, scope.Find(AllowOverwrite));
        return true;
    }
}
