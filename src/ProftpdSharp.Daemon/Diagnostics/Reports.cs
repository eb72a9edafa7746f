using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Dumping;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Linting;

namespace ProftpdSharp.Daemon.Diagnostics;

/// <summary>The runs of the program that read a configuration and say something about it instead of serving it.</summary>
static class Reports
{
    /// <summary>Writes the report that the command line asks for.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="registry">The directives that exist.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <returns>The exit status: 1 when the configuration is refused.</returns>
    public static async Task<int> WriteAsync(CommandLineOptions options, DirectiveRegistry registry, TextWriter output, ErrorOutput errors)
    {
        var isCheck = options.Purpose == Purpose.Check;
        var result = ConfigurationLoader.Load(options.ConfigPath, registry, options.Loading with { ReportAll = isCheck });
        errors.Write(result.Diagnostics, showsLines: true);
        if (result.Configuration is not { } configuration)
            return 1;
        if (!TryFindServer(configuration, options, errors, out var server))
            return 1;
        var status = options.Purpose switch
        {
            Purpose.Dump => await PrintAsync(output, new ConfigurationDump(configuration, registry, options.Loading.Host).Write(server)),
            Purpose.Lint => await LintAsync(configuration, options, output),
            _ => await SyntaxCheck.RunAsync(configuration, output, errors),
        };
        await output.FlushAsync();
        return status;
    }

    /// <summary>The server that <c>--server</c> names; null without it.</summary>
    /// <returns>False, and a line on standard error, when there is none of that name.</returns>
    public static bool TryFindServer(ServerConfiguration configuration, CommandLineOptions options, ErrorOutput errors, out VirtualServer? server)
    {
        server = options.Server is null ? null : ServerLookup.Named(configuration, options.Server);
        if (options.Server is null || server is not null)
            return true;
        errors.Write($"fatal: no server is called '{options.Server}'; there are: {string.Join(", ", configuration.Servers.Select(other => $"'{other.Name}'"))}");
        return false;
    }

    /// <summary>Findings are warnings: they do not change the exit status.</summary>
    static async Task<int> LintAsync(ServerConfiguration configuration, CommandLineOptions options, TextWriter output)
    {
        var state = new ServerState(configuration, ModuleCatalogue.LoadedBy(configuration));
        var findings = Linter.Find(new LintSubject(state, options.Loading.Host, TimeProvider.System.GetUtcNow()));
        await output.WriteAsync(LintReport.Of(findings, options.Format));
        return 0;
    }

    static async Task<int> PrintAsync(TextWriter output, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await output.WriteAsync(line + "\n");
        return 0;
    }
}
