using ProftpdSharp.Configuration.Merging;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration;

/// <summary>What the command line says about reading the configuration.</summary>
public sealed record LoadOptions
{
    /// <summary>The machine.</summary>
    public required ConfigurationHost Host { get; init; }

    /// <summary><c>-D</c>: names that IfDefine finds, on every reading.</summary>
    public IReadOnlyCollection<string> Defines { get; init; } = [];

    /// <summary><c>-N</c> clears it: VirtualHosts with an address and port that are taken are dropped.</summary>
    public bool CheckCollisions { get; init; } = true;

    /// <summary><c>-S</c>: the main server's address or name instead of the host's.</summary>
    public string? MainAddress { get; init; }

    /// <summary><c>-4</c> clears it: names resolve to IPv4 alone, as after <c>UseIPv6 off</c>.</summary>
    public bool UseIPv6 { get; init; } = true;

    /// <summary><c>--allow-missing</c>: modules, as <c>mod_sql</c>, whose directives may be used though this server lacks them.</summary>
    public IReadOnlyCollection<string> AllowMissing { get; init; } = [];

    /// <summary><c>--strict</c>: directives that upstream removed are unknown, as they are there.</summary>
    public bool Strict { get; init; }

    /// <summary>Go on after the first error and report every further one.</summary>
    public bool ReportAll { get; init; }
}

/// <summary>The outcome of reading a configuration.</summary>
/// <param name="Configuration">Null when it was refused.</param>
/// <param name="Diagnostics">All messages in the order in which upstream prints them.</param>
public sealed record LoadResult(ServerConfiguration? Configuration, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads a configuration file into an immutable configuration.</summary>
public static class ConfigurationLoader
{
    /// <param name="path">The absolute path of the main file.</param>
    /// <param name="registry">The directives that exist.</param>
    /// <param name="options">The machine and the command line.</param>
    public static LoadResult Load(string path, DirectiveRegistry registry, LoadOptions options)
    {
        var root = new ScopeBuilder(SectionKind.Server, ConfigContext.Server, new SourceLocation(path, 0));
        var parser = new Parser(registry, options, new OpenSections(root));
        if (parser.ParseFile(path, null) is { } error)
            parser.Fail($"unable to read configuration file '{path}': {error}", null);
        else if (!parser.Stopped && parser.Sections.AnyOpen)
            parser.Fail($"error processing configuration file '{path}': unclosed configuration section", null);
        if (!parser.Stopped)
            MissingModuleReport.Write(parser);
        if (parser.Failed)
            return new LoadResult(null, parser.Diagnostics);

        var configuration = new ServerAssembly(parser).Assemble();
        if (configuration is null)
            parser.Fail($"error processing configuration file '{path}'", null);
        return new LoadResult(configuration, parser.Diagnostics);
    }
}
