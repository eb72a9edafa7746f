using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.ServerContexts;

namespace ProftpdSharp.Tls.Commands;

/// <summary>A running server looks each hour whether a certificate will expire soon, and says so in the system log.</summary>
sealed class ExpiryWatch
{
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public static readonly Feature Feature = new("TLS expiry warnings");

    static readonly HostKey<ExpiryWatch> Key = new(host => new ExpiryWatch(host));

    readonly ServerHost _host;
    readonly ExpiryWarnings _warnings = new();
    Func<Task> _stop = static () => Task.CompletedTask;

    ExpiryWatch(ServerHost host) => _host = host;

    static ExpiryWatch()
    {
        Feature.Serving(host => host.State(Key).StartAsync());
        Feature.Stopping(host => host.State(Key).StopAsync());
    }

    async ValueTask StartAsync()
    {
        await StopAsync();
        var stopping = new CancellationTokenSource();
        var watching = WatchAsync(stopping.Token);
        _stop = async () =>
        {
            await stopping.CancelAsync();
            await watching;
            stopping.Dispose();
        };
    }

    async ValueTask StopAsync()
    {
        await _stop();
        _stop = static () => Task.CompletedTask;
    }

    async Task WatchAsync(CancellationToken stopping)
    {
        // The review of the configuration has said what is due now.
        _ = await DueAsync();
        using var timer = new PeriodicTimer(Pause, _host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                foreach (var line in await DueAsync())
                    _host.Log.Write(LogLevel.Notice, null, line);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops, or goes on with another configuration.
        }
    }

    /// <summary>Reading files may take its time.</summary>
    Task<IReadOnlyList<string>> DueAsync()
    {
        var configuration = _host.State(FtpServer.Key).State!.Configuration;
        var store = _host.State(TlsProcess.Key).Keys;
        return Task.Factory.StartNew(
            () => _warnings.Due(ExpiryWarnings.Certificates(configuration, store), _host.Clock.GetUtcNow()),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
