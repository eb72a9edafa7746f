using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Auth;

/// <summary>AnonAllowRobots: whether search engines may index what anonymous users see.</summary>
static class AnonymousRobots
{
    public static readonly Feature Feature = new("robots.txt");

    public static readonly Directive<bool> AnonAllowRobots = Feature.Directive(
        new Directive<bool>("AnonAllowRobots", ConfigContext.Anonymous, Values.Boolean, false));
}
