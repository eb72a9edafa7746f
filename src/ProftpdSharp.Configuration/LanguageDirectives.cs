using System.Net;
using ProftpdSharp.Configuration.Language;

namespace ProftpdSharp.Configuration;

/// <summary>How many of a Class' From lines a client must match.</summary>
public enum ClassSatisfy
{
    Any,
    All,
}

/// <summary>A variable that SetEnv set.</summary>
public readonly record struct EnvironmentVariable(string Name, string Value);

/// <summary>The keys of those directives that are the language itself; all others are declared by the modules that use them.</summary>
public static class LanguageDirectives
{
    /// <summary>Addresses and networks of a Class.</summary>
    public static readonly Directive<IReadOnlyList<AclElement>> From =
        new("From", ConfigContext.Class, ClassSection.ParseFrom, []) { MinArguments = 0 };

    public static readonly Directive<ClassSatisfy> Satisfy = new("Satisfy", ConfigContext.Class, ClassSection.ParseSatisfy, ClassSatisfy.Any);

    public static readonly Directive<EnvironmentVariable> SetEnv =
        new("SetEnv", Contexts.ServerWide, EnvironmentVariables.Set, default) { MinArguments = 2 };

    public static readonly Directive<string> UnsetEnv = new("UnsetEnv", Contexts.ServerWide, EnvironmentVariables.Unset, "");

    public static readonly Directive<string> ServerName =
        new("ServerName", ConfigContext.Server | ConfigContext.VirtualHost, Values.Text, "") { Storage = Storage.Server };

    public static readonly Directive<string> ServerAdmin =
        new("ServerAdmin", ConfigContext.Server | ConfigContext.VirtualHost, Values.Text, "") { Storage = Storage.Server };

    public static readonly Directive<IReadOnlyList<string>> ServerAlias =
        new("ServerAlias", ConfigContext.Server | ConfigContext.VirtualHost, Values.Words, []) { WrongCount = "wrong number of parameters" };

    /// <summary>The control port; read <see cref="VirtualServer.Port"/>. In Global it is checked and has no effect.</summary>
    public static readonly Directive<int> Port = new("Port", Contexts.ServerWide, ServerIdentityDirectives.ParsePort, 21) { Storage = Storage.Server };

    public static readonly Directive<IReadOnlyList<IPAddress>> DefaultAddress =
        new("DefaultAddress", ConfigContext.Server, ServerIdentityDirectives.ParseDefaultAddress, [])
        {
            Storage = Storage.Server,
            WrongCount = "wrong number of parameters",
        };

    public static readonly Directive<bool> DefaultServer =
        new("DefaultServer", ConfigContext.Server | ConfigContext.VirtualHost, Values.Boolean, false)
        {
            Guard = ServerIdentityDirectives.GuardDefaultServer,
        };

    /// <summary>Off, names are not looked up, the host's own included.</summary>
    public static readonly Directive<bool> UseReverseDns =
        new("UseReverseDNS", ConfigContext.Server, Values.Boolean, true) { Storage = Storage.Process };

    public static readonly Directive<bool> UseIPv6 =
        new("UseIPv6", ConfigContext.Server, Values.Boolean, true)
        {
            Storage = Storage.Process,
            Guard = ServerIdentityDirectives.ApplyUseIPv6,
        };

    /// <summary>The names of all of them, each with its module, and how sections begin and end.</summary>
    public static IEnumerable<(string Name, string Module)> Names => All.SelectMany(part => part.Directives.Select(directive => (directive.Name, part.Module)));

    /// <summary>What the registry knows from the start, by module.</summary>
    internal static IEnumerable<(string Module, IEnumerable<Directive> Directives)> All =>
    [
        ("mod_core",
        [
            .. StructureSections.Directives, .. LimitSection.Directives, .. ClassSection.Directives, .. Conditionals.Directives,
            .. Inclusion.Directives, .. EnvironmentVariables.Directives, .. ServerIdentityDirectives.Directives,
        ]),
        ("mod_dso", ModuleLoading.Directives),
        ("mod_ifversion", VersionCondition.Directives),
        ("mod_ifsession", SessionSections.Directives),
    ];
}
