using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Core;

/// <summary>mod_core: what the core itself configures and answers.</summary>
public static class CoreModule
{
    /// <summary>The features stand in the order of HELP.</summary>
    public static readonly Module Module = new(
        "mod_core",
        null,
        SessionCommands.Quit,
        ActiveMode.Feature,
        PassiveMode.Feature,
        Allocate.Feature,
        Help.Feature,
        Features.Feature,
        Host.Feature,
        SessionCommands.Feature,
        SessionCommands.Security,
        PathAccess.Feature,
        LimitDirectives.Feature,
        CommandFilters.Feature,
        PathFilters.Feature,
        HideRules.Feature,
        FtpAccess.Feature,
        CreationMask.Feature,
        DataAddresses.Feature,
        ProcessSettings.Feature,
        ReverseNames.Feature,
        ServerSockets.Feature,
        ConnectionSettings.Feature,
        Rates.Feature,
        AcceptedSettings.Feature,
        Timeouts.Feature,
        ServerIdentity.Feature,
        AuthTable.Feature,
        Welcome.Feature);
}
