using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>One running server per configuration; scenarios come grouped by file, so only the latest few are kept.</summary>
sealed class ServerPool(ServerBinary binary) : IAsyncDisposable
{
    const int Kept = 3;

    readonly List<(string Configuration, TempServer Server)> _running = [];
    readonly Dictionary<string, string> _failed = [];

    /// <summary>A server with the scenario's configuration: a running one where there is one.</summary>
    public async Task<TempServer> AcquireAsync(Scenario scenario)
    {
        var configuration = CommonFiles.Configuration(scenario.Configuration);
        if (_failed.TryGetValue(configuration, out var failure))
            throw new ServerStartException(failure);
        var index = _running.FindIndex(entry => entry.Configuration == configuration);
        if (index >= 0 && !_running[index].Server.HasExited)
            return _running[index].Server;
        if (index >= 0)
            await RemoveAsync(index);
        return await StartAsync(scenario, configuration);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_running.Count > 0)
            await RemoveAsync(0);
    }

    async Task<TempServer> StartAsync(Scenario scenario, string configuration)
    {
        while (_running.Count >= Kept)
            await RemoveAsync(0);
        try
        {
            var accounts = await TestAccounts.StandardAsync("");
            var server = await TempServer.StartAsync(binary, configuration, root =>
            {
                // Directories of the configuration have to exist when it is read.
                new FixtureTree(root, accounts).Rebuild(CommonFiles.Entries(scenario));
                if (configuration.Contains("{ROOT}/tls/", StringComparison.Ordinal))
                    CommonFiles.WriteCertificates(root);
            });
            _running.Add((configuration, server));
            return server;
        }
        catch (ServerStartException failure)
        {
            _failed[configuration] = failure.Message;
            throw;
        }
    }

    async Task RemoveAsync(int index)
    {
        var server = _running[index].Server;
        _running.RemoveAt(index);
        await server.DisposeAsync();
    }
}
