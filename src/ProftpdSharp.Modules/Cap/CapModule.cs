using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Auth;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Cap;

/// <summary>
/// mod_cap. Every file call runs as the user, without any of root's rights. Where RootRevoke is off they keep CAP_CHOWN and what CapabilitiesSet adds,
/// as the sessions of ProFTPD do then.
/// </summary>
public static class CapModule
{
    const string Label = "mod_cap/1.1";

    static readonly Feature Feature = new("capabilities");

    static readonly HashSet<Capability> Known =
    [
        Capability.AuditWrite, Capability.Chown, Capability.DacOverride, Capability.DacReadSearch, Capability.Fowner, Capability.Fsetid, Capability.Setuid,
    ];

    /// <summary>Those of them that change what a user may do to files.</summary>
    static readonly CapabilitySet OfFiles = CapabilitySet.Of(
        Capability.Chown, Capability.DacOverride, Capability.DacReadSearch, Capability.Fowner, Capability.Fsetid);

    public static readonly Directive<bool> CapabilitiesEngine = Feature.Directive(
        new Directive<bool>("CapabilitiesEngine", Contexts.ServerWide, line => Expecting(line), true));

    /// <summary>What ProFTPD gives up for good; here the server always stays who it is.</summary>
    public static readonly Directive<bool> CapabilitiesRootRevoke = Feature.Directive(
        new Directive<bool>("CapabilitiesRootRevoke", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<CapabilitySet> CapabilitiesSet = Feature.Directive(
        new Directive<CapabilitySet>("CapabilitiesSet", Contexts.ServerWide, ParseSet, CapabilitySet.Of(Capability.Chown))
        {
            WrongCount = "need at least one parameter",
        });

    public static readonly Module Module = new("mod_cap", "1.1", Feature);

    static CapModule()
    {
        Feature.On(Phase.Post, "USER", Keep);
        Feature.On(Phase.Post, "PASS", Keep);
    }

    static ValueTask<Outcome> Keep(Session session, Command command)
    {
        if (session.Login is not null && session.Files.Identity is { Uid: not 0 } user && !session.TopScope.Get(LoginAccounting.RootRevoke)
            && session.Server.Root.Get(CapabilitiesEngine))
        {
            var kept = new CapabilitySet(session.Server.Root.Get(CapabilitiesSet).Bits & OfFiles.Bits);
            session.Files.Identity = user with { Capabilities = kept };
            session.Log.Debug(1, $"{Label}: capabilities '{kept.ToString().ToLowerInvariant()}=ep'");
        }
        return ValueTask.FromResult(Outcome.Handled);
    }

    static Parsed<bool> Expecting(DirectiveLine line) =>
        Values.AsBoolean(line[0]) is { } value ? value : line.Error("expecting Boolean parameter");

    static Parsed<CapabilitySet> ParseSet(DirectiveLine line)
    {
        var set = CapabilitySet.Of(Capability.Chown);
        foreach (var word in line.Arguments)
        {
            if (word.Length == 0 || word[0] is not ('+' or '-'))
                return line.Error($": bad option: '{word}'");
            if (!word.AsSpan(1).StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) || CapabilityNames.Find(word[1..]) is not { } capability
                || !Known.Contains(capability))
            {
                return line.Error($"unknown capability: '{word[1..]}'");
            }
            set = word[0] == '+' ? set.With(capability) : set.Without(capability);
        }
        return set;
    }
}
