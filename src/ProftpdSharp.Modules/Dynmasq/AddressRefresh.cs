using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Dynmasq;

/// <summary>Every DynMasqRefresh seconds, and when ftpdctl asks, each MasqueradeAddress is looked up again; the sessions that there are follow.</summary>
sealed class AddressRefresh
{
    /// <summary>As far as timers reach: 49 days.</summary>
    const long MaxSeconds = (uint.MaxValue / 1000) - 1;

    const string Label = "mod_dynmasq/0.5";

    static readonly string[] Actions = ["refresh"];

    public static readonly Feature Feature = new("DynMasqRefresh");

    public static readonly Directive<TimeSpan?> DynMasqRefresh = Feature.Directive(
        new Directive<TimeSpan?>("DynMasqRefresh", ConfigContext.Server, ParseInterval, null) { CheckOrder = CheckOrder.ContextFirst });

    public static readonly Directive<ControlsAcl?> DynMasqControlsAcls = Feature.Directive(
        new Directive<ControlsAcl?>("DynMasqControlsACLs", ConfigContext.Server, line => ControlsAcl.Parse(line, Actions), null) { MinArguments = 4 });

    static readonly HostKey<AddressRefresh> Key = new(host => new AddressRefresh(host));

    readonly ServerHost _host;
    Func<Task> _stop = static () => Task.CompletedTask;

    AddressRefresh(ServerHost host) => _host = host;

    static AddressRefresh()
    {
        Feature.Serving(host => host.State(Key).StartAsync());
        Feature.Stopping(host => host.State(Key).StopAsync());
        Feature.Control(new ControlAction("dynmasq", "mod_dynmasq controls", null, AnswerAsync));
    }

    static async ValueTask<ControlsMessage> AnswerAsync(ControlRequest request)
    {
        if (request.Arguments is not [var action, ..])
            return ControlsMessage.Failed("dynmasq: missing required parameters");
        if (!Actions.Contains(action))
            return ControlsMessage.Failed($"dynmasq: unknown dynmasq action: '{action}'");
        var acls = Configuration(request.Host).Main.Root.All(DynMasqControlsAcls).Select(record => record.Value!);
        if (ControlsAcl.Admits(acls, action, request.Client) != true)
            return ControlsMessage.Failed("access denied");
        await RefreshAsync(request.Host);
        return ControlsMessage.Done("dynmasq: refreshed");
    }

    async ValueTask StartAsync()
    {
        await StopAsync();
        if (Configuration(_host).Main.Root.Get(DynMasqRefresh) is not { } interval)
            return;
        var stopping = new CancellationTokenSource();
        var refreshing = RepeatAsync(interval, stopping.Token);
        _stop = async () =>
        {
            await stopping.CancelAsync();
            await refreshing;
            stopping.Dispose();
        };
    }

    async ValueTask StopAsync()
    {
        await _stop();
        _stop = static () => Task.CompletedTask;
    }

    async Task RepeatAsync(TimeSpan interval, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, _host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await RefreshAsync(_host).WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            // The server stops, or goes on with another configuration: a look-up under way ends by itself.
        }
    }

    static async Task RefreshAsync(ServerHost host)
    {
        foreach (var server in Configuration(host).Servers)
        {
            if (server.Root.Get(DataAddresses.MasqueradeAddress) is not { } masquerade)
                continue;
            var (known, found) = (masquerade.Current(host), await host.NameWorkers.RunAsync(masquerade.Resolve));
            if (found is null)
            {
                host.Log.Write(LogLevel.Information, null, $"{Label}: unable to resolve '{masquerade.Name}', keeping previous address");
            }
            else if (!found.Equals(known))
            {
                masquerade.Update(host, found);
                host.Log.Write(LogLevel.Information, null, $"{Label}: MasqueradeAddress '{masquerade.Name}' updated for new address {found} (was {known?.ToString() ?? masquerade.Name})");
            }
        }
    }

    static ServerConfiguration Configuration(ServerHost host) => host.State(FtpServer.Key).State!.Configuration;

    static Parsed<TimeSpan?> ParseInterval(DirectiveLine line) =>
        Values.Atoi(line[0]) is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds)) : line.Error($"must be greater than zero: '{line[0]}'");
}
