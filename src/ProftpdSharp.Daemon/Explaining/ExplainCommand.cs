using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;

namespace ProftpdSharp.Daemon.Explaining;

/// <summary>The run of the program that explains one command.</summary>
static class ExplainCommand
{
    const int Allowed = 0;
    const int Refused = 1;

    /// <summary>The command would be denied.</summary>
    const int Denied = 2;

    /// <returns>The exit status: 0 allowed, 2 denied, 1 when there is no answer.</returns>
    public static async Task<int> RunAsync(CommandLineOptions options, DirectiveRegistry registry, TextWriter output, ErrorOutput errors)
    {
        var result = ConfigurationLoader.Load(options.ConfigPath, registry, options.Loading);
        errors.Write(result.Diagnostics, showsLines: true);
        if (result.Configuration is not { } configuration || !Reports.TryFindServer(configuration, options, errors, out var server))
            return Refused;
        if (!IPAddress.TryParse(options.Client.From ?? "127.0.0.1", out var from))
        {
            errors.Write($"fatal: --from requires an address, not '{options.Client.From}'");
            return Refused;
        }

        using var offline = new OfflineServer(configuration, errors, options.Loading);
        using var explanation = new Explanation(offline, server ?? configuration.Main, from);
        await explanation.RunAsync(options.Client, Lines(options));
        var text = new ExplanationText(explanation, new Bearing(offline.State, explanation.Session, explanation.Command));
        // What the log says about a refused login stands above the verdict.
        await offline.Log.Files.FlushAsync();
        foreach (var line in text.Lines())
            await output.WriteAsync(line + "\n");
        await output.FlushAsync();
        return explanation.IsAllowed ? Allowed : Denied;
    }

    /// <summary>Clients set the type first, and SIZE needs theirs.</summary>
    static IEnumerable<string> Lines(CommandLineOptions options) =>
        ["TYPE I", .. options.Client.Directory is { } directory ? [$"CWD {directory}"] : Array.Empty<string>(), string.Join(' ', options.Words)];
}
