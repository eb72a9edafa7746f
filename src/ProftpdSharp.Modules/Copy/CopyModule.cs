using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Copy;

/// <summary>mod_copy: SITE CPFR and CPTO, and SITE COPY, which is both.</summary>
public static class CopyModule
{
    static readonly Feature Engine = new("CopyEngine");

    public static readonly Directive<bool> CopyEngine = Engine.Directive(new Directive<bool>("CopyEngine", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>Whether a copy that failed stays (NoDeleteOnFailure).</summary>
    public static readonly Directive<bool> CopyOptions = Engine.Directive(new Directive<bool>("CopyOptions", Contexts.ServerWide, ParseOptions, false) { WrongCount = "wrong number of parameters" });

    public static readonly Module Module = new("mod_copy", "0.6", Engine, CopyCommands.Feature) { LoadedAtStart = false };

    /// <summary>Whether the commands exist for a session.</summary>
    internal static bool IsOn(Session session) => session.Server.Root.Get(CopyEngine);

    static Parsed<bool> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word != "NoDeleteOnFailure")
                return line.Error($"unknown CopyOption '{word}'");
        }
        return true;
    }
}
