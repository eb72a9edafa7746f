using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>AuthPAM, AuthPAMConfig and AuthPAMOptions.</summary>
static class PamService
{
    public static readonly Feature Feature = new("PAM");

    public static readonly Directive<bool> AuthPAM = Feature.Directive(
        new Directive<bool>("AuthPAM", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>The service name under /etc/pam.d; the default is Debian's.</summary>
    public static readonly Directive<string> AuthPAMConfig = Feature.Directive(
        new Directive<string>("AuthPAMConfig", Contexts.ServerWide, Values.Text, "proftpd"));

    /// <summary>True for NoTTY: modules are told of no terminal.</summary>
    public static readonly Directive<bool> AuthPAMOptions = Feature.Directive(
        new Directive<bool>("AuthPAMOptions", Contexts.ServerWide, ParseOptions, false) { WrongCount = "wrong number of parameters" });

    static PamService()
    {
        Feature.SessionStart(AddSource);
        Feature.SessionEnd(PamSource.Close);
    }

    static ValueTask AddSource(Session session)
    {
        AuthTable.Of(session).Add(new PamSource(session));
        return default;
    }

    /// <summary>NoTTY is the only option.</summary>
    static Parsed<bool> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (!word.Equals("NoTTY", StringComparison.OrdinalIgnoreCase))
                return line.Error($": unknown AuthPAMOption: '{word}'");
        }
        return true;
    }
}
