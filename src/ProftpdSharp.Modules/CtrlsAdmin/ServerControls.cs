using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>status, down and up: servers by address and port.</summary>
static class ServerControls
{
    public static readonly Feature Feature = new("server controls");

    static ServerControls()
    {
        AdminControls.Add(Feature, "status", "display status of servers", StatusAsync);
        AdminControls.Add(Feature, "down", "disable an individual virtual server", DownAsync);
        AdminControls.Add(Feature, "up", "enable a downed virtual server", UpAsync);
    }

    /// <summary>A server that somebody asked about.</summary>
    /// <param name="Label"><c>127.0.0.1#21</c>.</param>
    /// <param name="Address">Null when the name is unknown.</param>
    /// <param name="Server">Null when no server has the address and port.</param>
    readonly record struct Target(string Label, IPAddress? Address, VirtualServer? Server);

    static async ValueTask<ControlsMessage> StatusAsync(ControlRequest request)
    {
        if (request.Arguments.Count == 0)
            return ControlsMessage.Failed("status: missing required parameters");
        var server = request.Host.State(FtpServer.Key);
        if (request.Arguments[0] == "all")
        {
            request.Log(CtrlsAdminModule.Label, "status: checking all servers");
            return ControlsMessage.Done([.. server.State!.Configuration.Servers.Where(one => one.Port != 0).Reverse().Select(one => Status(server, one, Label(one)))]);
        }
        var lines = new List<string>();
        foreach (var word in request.Arguments)
        {
            var target = await FindAsync(request, word);
            if (target.Address is not null)
                request.Log(CtrlsAdminModule.Label, $"status: checking {target.Label}");
            lines.Add(target switch
            {
                { Address: null } => $"status: no such server: {target.Label}",
                { Server: null } => $"status: no server associated with {target.Label}",
                _ => Status(server, target.Server, target.Label),
            });
        }
        return ControlsMessage.Done(lines);
    }

    static async ValueTask<ControlsMessage> DownAsync(ControlRequest request)
    {
        if (request.Arguments.Count == 0)
            return ControlsMessage.Failed("down: missing required parameters");
        var server = request.Host.State(FtpServer.Key);
        if (request.Arguments[0] == "all")
        {
            request.Log(CtrlsAdminModule.Label, "down: disabling all servers");
            foreach (var one in server.State!.Configuration.Servers)
                server.TakeDown(one);
            return ControlsMessage.Done("down: all servers disabled");
        }
        var lines = new List<string>();
        foreach (var word in request.Arguments)
        {
            var target = await FindAsync(request, word);
            if (target.Address is not null)
                request.Log(CtrlsAdminModule.Label, $"down: disabling {target.Label}");
            if (target.Server is null)
            {
                if (target.Address is not null)
                    request.Host.Log.Write(LogLevel.Notice, null, $"notice: no ipbind found for {target.Label.Replace('#', ':')}");
                lines.Add($"down: no such server: {target.Label}");
                continue;
            }
            lines.Add(server.TakeDown(target.Server) ? $"down: {target.Label} disabled" : $"down: {target.Label} already disabled");
        }
        return ControlsMessage.Done(lines);
    }

    static async ValueTask<ControlsMessage> UpAsync(ControlRequest request)
    {
        if (request.Arguments.Count == 0)
            return ControlsMessage.Failed("up: missing required parameters");
        var server = request.Host.State(FtpServer.Key);
        var lines = new List<string>();
        foreach (var word in request.Arguments)
        {
            var target = await FindAsync(request, word);
            if (target.Address is null)
                return ControlsMessage.Failed($"up: unable to resolve address for '{Hosts.Split(word).Host}'");
            if (target.Server is null)
                return ControlsMessage.Failed($"up: no server associated with {target.Label}");
            if (server.IsUp(target.Server))
            {
                lines.Add($"up: {target.Label} already enabled");
                continue;
            }
            request.Log(CtrlsAdminModule.Label, $"up: enabling {target.Label}");
            if (server.BringUp(target.Server) is { } failure)
                return ControlsMessage.Failed($"up: unable to listen on {target.Label}: {failure.Error.Describe()}");
            lines.Add($"up: {target.Label} enabled");
        }
        return ControlsMessage.Done(lines);
    }

    static async ValueTask<Target> FindAsync(ControlRequest request, string word)
    {
        var (host, port) = Hosts.Split(word);
        if (await Hosts.ResolveAsync(host) is not { } address)
            return new Target($"{host}#{port}", null, null);
        var servers = request.Host.State(FtpServer.Key).State!.Configuration.Servers;
        return new Target($"{address}#{port}", address, servers.FirstOrDefault(one => one.Port == port && one.Addresses.Contains(address)));
    }

    static string Label(VirtualServer server) => $"{server.Addresses[0]}#{server.Port}";

    static string Status(FtpServer server, VirtualServer one, string label) => $"status: {label} {(server.IsUp(one) ? "UP" : "DOWN")}";
}
