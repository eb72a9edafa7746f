using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Ident;

/// <summary>mod_ident: RFC 1413 look-ups. Always known, because most configurations name it; off unless asked for, as a look-up delays every login.</summary>
public static class IdentModule
{
    static readonly Feature Identification = new("ident");

    public static readonly Directive<bool> IdentLookups = Identification.Directive(
        new Directive<bool>("IdentLookups", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Module Module = new("mod_ident", "1.0", Identification);
}
