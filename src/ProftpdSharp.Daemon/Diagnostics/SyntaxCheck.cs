using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Daemon.CommandLine;

namespace ProftpdSharp.Daemon.Diagnostics;

/// <summary><c>-t</c>, once the file was read: what upstream's <c>-t</c> tries besides. It opens the SystemLog and asks the modules; it makes no scoreboard.</summary>
static class SyntaxCheck
{
    public static async Task<int> RunAsync(ServerConfiguration configuration, TextWriter output, ErrorOutput errors)
    {
        using var server = new OfflineServer(configuration, errors);
        server.Log.ServerLabel = await ReverseNames.ServerLabelAsync(server.Host, configuration, configuration.Main);
        if (!await OpensLogAsync(server, configuration) || !await PassesReviewsAsync(server, configuration))
            return 1;
        await output.WriteAsync("Syntax check complete.\n");
        return 0;
    }

    static async Task<bool> OpensLogAsync(OfflineServer server, ServerConfiguration configuration)
    {
        var outcome = await SystemLogConfiguration.OpenAsync(server.Log, configuration, isForeground: false);
        foreach (var error in outcome.Errors)
            server.Log.Write(LogLevel.Error, null, error);
        outcome.Settings?.File?.Dispose();
        return outcome.Settings is not null;
    }

    static async Task<bool> PassesReviewsAsync(OfflineServer server, ServerConfiguration configuration)
    {
        var check = new StartupCheck(server.Host, configuration);
        foreach (var review in server.State.Features.SelectMany(feature => feature.Reviews))
            await review(check);
        if (check.Refusal is { } refusal)
            server.Log.Write(LogLevel.Error, null, refusal);
        return check.Refusal is null;
    }
}
