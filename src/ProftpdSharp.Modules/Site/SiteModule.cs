using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Site;

/// <summary>mod_site: SITE and the sub-commands that change permissions and groups.</summary>
public static class SiteModule
{
    public static readonly Module Module = new("mod_site", null, SiteCommands.Feature, ChangeGroup.Feature, ChangeMode.Feature);
}
