using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Cap;

/// <summary>
/// mod_cap. Upstream drops root's capabilities in each session's process; here the process drops what it never needs at start, and every file call
/// runs as the user. The directives are accepted, and what they ask for is always so.
/// </summary>
public static class CapModule
{
    static readonly Feature Capabilities = new("capabilities");

    static readonly HashSet<string> Known = new(
        ["CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_SETUID"],
        StringComparer.OrdinalIgnoreCase);

    public static readonly Directive<bool> CapabilitiesEngine = Capabilities.Directive(
        new Directive<bool>("CapabilitiesEngine", Contexts.ServerWide, line => Expecting(line), true));

    public static readonly Directive<bool> CapabilitiesRootRevoke = Capabilities.Directive(
        new Directive<bool>("CapabilitiesRootRevoke", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<IReadOnlyList<string>> CapabilitiesSet = Capabilities.Directive(
        new Directive<IReadOnlyList<string>>("CapabilitiesSet", Contexts.ServerWide, ParseSet, []) { WrongCount = "need at least one parameter" });

    public static readonly Module Module = new("mod_cap", "1.1", Capabilities);

    static Parsed<bool> Expecting(DirectiveLine line) =>
        Values.AsBoolean(line[0]) is { } value ? value : line.Error("expecting Boolean parameter");

    static Parsed<IReadOnlyList<string>> ParseSet(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word.Length == 0 || word[0] is not ('+' or '-'))
                return line.Error($": bad option: '{word}'");
            if (!Known.Contains(word[1..]))
                return line.Error($"unknown capability: '{word[1..]}'");
        }
        return Parsed.Of(line.Arguments);
    }
}
