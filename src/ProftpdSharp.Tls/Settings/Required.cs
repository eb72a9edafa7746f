using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>What TLSRequired says of data connections.</summary>
enum DataRequirement
{
    /// <summary><c>!data</c>: they must be in clear.</summary>
    Forbidden = -1,
    Optional = 0,
    Required = 1,
}

/// <summary>One value of TLSRequired.</summary>
/// <param name="Control">Nothing but a few commands without TLS on the control connection.</param>
/// <param name="Authentication">No USER, PASS or ACCT without it.</param>
/// <param name="Data">Data connections.</param>
readonly record struct Requirement(bool Control, bool Authentication, DataRequirement Data)
{
    public static Requirement None => default;
}

/// <summary>TLSRequired, the directive.</summary>
static class Required
{
    public static readonly Feature Feature = new("tls required");

    public static readonly Directive<Requirement> TlsRequired = Feature.Directive(
        new Directive<Requirement>("TLSRequired", Contexts.Everywhere, Parse, Requirement.None, MergeRule.Down));

    static Parsed<Requirement> Parse(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) is { } on)
            return on ? new Requirement(true, true, DataRequirement.Required) : Requirement.None;
        return line[0] switch
        {
            "control" or "ctrl" => new Requirement(true, true, DataRequirement.Optional),
            "both" or "ctrl+data" => new Requirement(true, true, DataRequirement.Required),
            "ctrl+!data" => new Requirement(true, true, DataRequirement.Forbidden),
            "data" => new Requirement(false, false, DataRequirement.Required),
            "!data" => new Requirement(false, false, DataRequirement.Forbidden),
            "auth" => new Requirement(false, true, DataRequirement.Optional),
            "auth+data" => new Requirement(false, true, DataRequirement.Required),
            "auth+!data" => new Requirement(false, true, DataRequirement.Forbidden),
            _ => line.Error("bad parameter"),
        };
    }
}
