using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Server;

/// <summary>What a configuration is once modules were bound to it: replaced as a whole by SIGHUP, kept by sessions that began with it.</summary>
public sealed class ServerState
{
    /// <param name="configuration">The parsed file.</param>
    /// <param name="modules">The modules loaded by it, in load order.</param>
    public ServerState(ServerConfiguration configuration, IReadOnlyList<Module> modules)
    {
        Configuration = configuration;
        Modules = modules;
        Features = [.. modules.Reverse().SelectMany(module => module.Features)];
        Commands = new CommandTable(
            [.. modules.Reverse().SelectMany(CommandsOf)],
            [.. modules.Reverse().SelectMany(module => module.Features.SelectMany(feature => feature.Phases).Select(row => row with { Module = module.Name }))],
            [.. modules.SelectMany(CommandsOf)],
            [.. Features.SelectMany(feature => feature.SiteCommands)],
            [.. Features.SelectMany(feature => feature.Feats)]);
    }

    public ServerConfiguration Configuration { get; }

    public IReadOnlyList<Module> Modules { get; }

    /// <summary>The features of the loaded modules, those of the module loaded last first: the order in which hooks run.</summary>
    public IReadOnlyList<Feature> Features { get; }

    public CommandTable Commands { get; }

    static IEnumerable<CommandRow> CommandsOf(Module module) =>
        module.Features.SelectMany(feature => feature.Commands).Select(row => row with { Module = module.Name });
}
