using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>The running server of one configuration; scenarios come grouped by configuration, so the latest one is enough.</summary>
sealed class SharedServer(ServerBinary binary) : IAsyncDisposable
{
    string? _configuration;
    TempServer? _server;
    string? _failure;

    /// <summary>A server with the scenario's configuration: the running one where it fits.</summary>
    /// <exception cref="ServerStartException">It did not start, now or at an earlier scenario of this configuration.</exception>
    public async Task<TempServer> AcquireAsync(Scenario scenario)
    {
        var configuration = CommonFiles.Configuration(scenario.Configuration);
        if (configuration == _configuration && _failure is not null)
            throw new ServerStartException(_failure);
        if (configuration == _configuration && _server is { HasExited: false } running)
            return running;
        await DisposeAsync();
        _configuration = configuration;
        try
        {
            return _server = await StartAsync(scenario, configuration);
        }
        catch (ServerStartException failure)
        {
            _failure = failure.Message;
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        (_server, _failure) = (null, null);
    }

    async Task<TempServer> StartAsync(Scenario scenario, string configuration)
    {
        var accounts = await TestAccounts.StandardAsync("");
        return await TempServer.StartAsync(binary, configuration, root =>
        {
            // Directories of the configuration have to exist when it is read.
            new FixtureTree(root, accounts).Rebuild(CommonFiles.Entries(scenario));
            if (configuration.Contains("{ROOT}/tls/", StringComparison.Ordinal))
                CommonFiles.WriteCertificates(root);
        });
    }
}
