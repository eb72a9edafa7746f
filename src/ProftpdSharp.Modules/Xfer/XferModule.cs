using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>mod_xfer: transfers.</summary>
public static class XferModule
{
    /// <summary>The features stand in the order of HELP.</summary>
    public static readonly Module Module = new(
        "mod_xfer",
        null,
        TransferParameters.Feature,
        Retrieve.Feature,
        Store.Feature,
        StoreUnique.Feature,
        Store.Append,
        Restart.Rest,
        Abort.Feature,
        Restart.Rang,
        TransferTimeouts.Feature,
        TransferLimits.Feature,
        TransferCounts.Feature,
        Overwriting.Feature,
        HiddenStore.Feature,
        DataRelease.Feature,
        TransferSettings.Feature);
}
