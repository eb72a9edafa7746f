using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Ls;

/// <summary>mod_ls: LIST, NLST and STAT.</summary>
public static class LsModule
{
    /// <summary>The features stand in the order of HELP.</summary>
    public static readonly Module Module = new(
        "mod_ls",
        null,
        ListCommand.Feature,
        NameList.Feature,
        StatusCommand.Feature,
        ListSettings.Feature,
        EntryLine.Feature,
        Globbing.Feature,
        Disguise.Feature);
}
