using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Modules.Core;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary><c>-v</c>, <c>-vv</c>, <c>-vvv</c> and <c>-l</c>. None of them reads a configuration: scripts call them often.</summary>
sealed class VersionReport(IReadOnlyList<Module> modules, DirectiveRegistry registry)
{
    /// <summary>The scoreboard's format, which the distribution's ftpwho reads.</summary>
    const string ScoreboardVersion = "01040003";

    /// <param name="detail">How often <c>-v</c> was given.</param>
    public IEnumerable<string> Lines(int detail)
    {
        if (detail == 1)
            return [$"ProFTPD Version {UpstreamVersion.Number}"];
        IEnumerable<string> status =
        [
            $"ProFTPD Version: {UpstreamVersion.Number} {UpstreamVersion.Status}",
            $"  Scoreboard Version: {ScoreboardVersion}",
            $"  Built: {BuildInfo.Date}",
            "",
            "Loaded modules:",
            .. AtStart().Reverse().Select(name => $"  {Label(name)}"),
        ];
        return detail == 2 ? status : [.. status, "", "Configuration Directives:", .. Directives()];
    }

    /// <summary>What <c>-l</c> prints.</summary>
    public IEnumerable<string> CompiledIn() => ["Compiled-in modules:", .. AtStart().Select(name => $"  {name}.c")];

    IEnumerable<string> AtStart() => registry.Modules.Where(registry.IsLoadedAtStart);

    /// <summary>A module that is only a part of the language has no version of its own.</summary>
    string Label(string name) => modules.FirstOrDefault(module => module.Name == name)?.Label ?? $"{name}.c";

    IEnumerable<string> Directives() =>
        registry.Directives
            .Where(directive => registry.IsLoadedAtStart(directive.Module) && !directive.Name.StartsWith("</", StringComparison.Ordinal))
            .OrderBy(directive => directive.Name, StringComparer.OrdinalIgnoreCase)
            .Select(directive => $"  {directive.Name} (from {directive.Module})");
}
