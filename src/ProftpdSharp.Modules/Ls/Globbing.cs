using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Patterns;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Ls;

/// <summary>UseGlobbing: whether LIST and NLST take patterns.</summary>
static class Globbing
{
    public static readonly Feature Feature = new("UseGlobbing");

    public static readonly Directive<bool> UseGlobbing = Feature.Directive(
        new Directive<bool>("UseGlobbing", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    /// <summary>Whether a path is a pattern for this session.</summary>
    public static bool IsPattern(Session session, string path) => Glob.IsPattern(path) && session.TopScope.Get(UseGlobbing);
}
