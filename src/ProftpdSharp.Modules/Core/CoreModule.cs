using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Listing;
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
        // Before the greeting, which is traced.
        Tracing.Feature,
        ChangeDirectory.Feature,
        SessionCommands.Quit,
        ActiveMode.Port,
        PassiveMode.Pasv,
        ActiveMode.Eprt,
        PassiveMode.Epsv,
        Allocate.Feature,
        Rename.Feature,
        Delete.Feature,
        ModificationTime.Feature,
        Directories.Feature,
        PrintDirectory.Feature,
        FileSize.Feature,
        SessionCommands.Syst,
        Help.Feature,
        SessionCommands.Noop,
        Features.Feature,
        Host.Feature,
        SessionCommands.Clnt,
        SessionCommands.Security,
        PathAccess.Feature,
        LimitDirectives.Feature,
        CommandFilters.Feature,
        PathFilters.Feature,
        HideRules.Feature,
        FtpAccess.Feature,
        CreationMask.Feature,
        Ownership.Feature,
        ListingTime.Feature,
        DirectoryMessage.Feature,
        DataAddresses.Feature,
        ProcessSettings.Feature,
        ServerSockets.Feature,
        ConnectionSettings.Feature,
        SocketSettings.Feature,
        Rates.Feature,
        AcceptedSettings.Feature,
        Timeouts.Feature,
        ServerIdentity.Feature,
        AuthTable.Feature,
        Welcome.Feature,
        AllowedProtocols.Feature,
        Syslogging.Feature,
        TransferLogs.Feature,
        Scoreboards.Feature,
        ProcessTitling.Feature);
}
