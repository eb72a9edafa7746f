using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>mod_site_misc: SITE MKDIR, RMDIR, SYMLINK and UTIME.</summary>
public static class SiteMiscModule
{
    static readonly Feature Engine = new("SiteMiscEngine");

    public static readonly Directive<bool> SiteMiscEngine = Engine.Directive(
        new Directive<bool>("SiteMiscEngine", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Module Module = new("mod_site_misc", "1.6", Engine, SetTimes.Feature, MakeLink.Feature, RemoveTree.Feature, MakePath.Feature)
    {
        LoadedAtStart = false,
    };

    /// <summary>Whether the commands exist for a session.</summary>
    internal static bool IsOn(Session session) => session.Server.Root.Get(SiteMiscEngine);
}
