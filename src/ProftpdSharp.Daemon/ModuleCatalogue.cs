using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Modules.Auth;
using ProftpdSharp.Modules.AuthFile;
using ProftpdSharp.Modules.AuthPam;
using ProftpdSharp.Modules.AuthUnix;
using ProftpdSharp.Modules.Cap;
using ProftpdSharp.Modules.Copy;
using ProftpdSharp.Modules.Core;
using ProftpdSharp.Modules.Ctrls;
using ProftpdSharp.Modules.CtrlsAdmin;
using ProftpdSharp.Modules.Delay;
using ProftpdSharp.Modules.Dso;
using ProftpdSharp.Modules.Dynmasq;
using ProftpdSharp.Modules.Facl;
using ProftpdSharp.Modules.Facts;
using ProftpdSharp.Modules.Ident;
using ProftpdSharp.Modules.IfSession;
using ProftpdSharp.Modules.Lang;
using ProftpdSharp.Modules.Log;
using ProftpdSharp.Modules.Ls;
using ProftpdSharp.Modules.Readme;
using ProftpdSharp.Modules.Redis;
using ProftpdSharp.Modules.Rlimit;
using ProftpdSharp.Modules.Site;
using ProftpdSharp.Modules.SiteMisc;
using ProftpdSharp.Modules.UniqueId;
using ProftpdSharp.Modules.Xfer;
using ProftpdSharp.Tls;

namespace ProftpdSharp.Daemon;

/// <summary>Every module that this server has: the only place that lists them.</summary>
static class ModuleCatalogue
{
    /// <summary>In the order in which they are loaded.</summary>
    public static readonly IReadOnlyList<Module> All =
    [
        CoreModule.Module,
        XferModule.Module,
        RlimitModule.Module,
        AuthUnixModule.Module,
        AuthFileModule.Module,
        AuthModule.Module,
        LsModule.Module,
        LogModule.Module,
        SiteModule.Module,
        DelayModule.Module,
        FactsModule.Module,
        DsoModule.Module,
        IdentModule.Module,
        CapModule.Module,
        CtrlsModule.Module,
        LangModule.Module,
        AuthPamModule.Module,
        RedisModule.Module,
        new Module("mod_proftpdsharp", null, [.. TlsModule.Additions]),
        TlsModule.Module,
        IfSessionModule.Module,
        CtrlsAdminModule.Module,
        SiteMiscModule.Module,
        CopyModule.Module,
        ReadmeModule.Module,
        UniqueIdModule.Module,
        .. TlsModule.Caches,
        DynmasqModule.Module,
        FaclModule.Module,
    ];

    /// <summary>The directives of all of them.</summary>
    public static DirectiveRegistry Registry { get; } = NewRegistry();

    static DirectiveRegistry NewRegistry()
    {
        var registry = new DirectiveRegistry();
        foreach (var module in All)
            registry.Add(module.Name, module.Features.SelectMany(feature => feature.Directives), module.LoadedAtStart);
        return registry;
    }

    /// <summary>The modules that a configuration loaded, in its order; those that are only part of the language have no code here.</summary>
    public static IReadOnlyList<Module> LoadedBy(ServerConfiguration configuration) =>
        [.. configuration.Modules.Select(name => All.FirstOrDefault(module => module.Name == name)).OfType<Module>()];
}
