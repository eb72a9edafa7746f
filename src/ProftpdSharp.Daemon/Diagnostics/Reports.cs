using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon.CommandLine;

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
        var status = options.Purpose switch
        {
            _ => await SyntaxCheck.RunAsync(configuration, output, errors),
        };
        await output.FlushAsync();
        return status;
    }
}
