using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary><c>config set HOST[:PORT] DIRECTIVE PARAMETERS</c> and <c>config remove HOST[:PORT] DIRECTIVE</c>, for sessions to come and until SIGHUP.</summary>
static class ConfigurationControls
{
    public static readonly Feature Feature = new("config");

    static ConfigurationControls() => AdminControls.Add(Feature, "config", "set config directives", ChangeAsync);

    static ValueTask<ControlsMessage> ChangeAsync(ControlRequest request) => request.Arguments switch
    {
        [] => Refuse("config: missing required parameters"),
        ["set", var where, _, _, ..] => ChangeAsync(request, where, (configuration, server) =>
            request.Host.SetDirective!(configuration, server, [.. request.Arguments.Skip(2)])),
        ["remove", var where, var name] => ChangeAsync(request, where, (configuration, server) => ConfigurationChange.Remove(configuration, server, name)),
        ["remove", _, _, _, ..] => Refuse("config remove: wrong number of parameters"),
        ["set" or "remove", ..] => Refuse($"config {request.Arguments[0]}: missing required parameters"),
        [var other, ..] => Refuse($"config: unknown config action: '{other}'"),
    };

    static ValueTask<ControlsMessage> Refuse(string text) => ValueTask.FromResult(ControlsMessage.Failed(text));

    static async ValueTask<ControlsMessage> ChangeAsync(ControlRequest request, string where, Func<ServerConfiguration, VirtualServer, ChangeOutcome> change)
    {
        var (host, port) = Hosts.SplitAtColon(where);
        var address = await Hosts.ResolveAsync(host);
        var answer = ControlsMessage.Failed($"config: no such server: {where}");
        request.Host.State(FtpServer.Key).Change(configuration =>
        {
            if (configuration.Servers.FirstOrDefault(one => one.Port == port && one.Addresses.Contains(address)) is not { } server)
                return null;
            var outcome = change(configuration, server);
            answer = ControlsMessage.Done($"config {request.Arguments[0]}: {outcome.Text}");
            return outcome.Configuration;
        });
        return answer;
    }
}
