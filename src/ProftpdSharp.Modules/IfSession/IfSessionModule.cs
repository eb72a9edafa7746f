using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.IfSession;

/// <summary>mod_ifsession: settings for some classes, groups and users only.</summary>
public static class IfSessionModule
{
    public static readonly Module Module = new("mod_ifsession", "1.3.1", SessionSections.Feature);
}
