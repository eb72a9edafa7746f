using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Controls;

/// <summary>What ftpdctl asks for: one action of a module.</summary>
/// <param name="Name">The first word of the request.</param>
/// <param name="Description">What <c>ftpdctl help</c> says about it.</param>
/// <param name="Acls">The directive that says who may use it; nobody may where it is absent. Null: the handler judges <see cref="ControlRequest.Client"/>.</param>
/// <param name="Handler">What runs.</param>
public sealed record ControlAction(string Name, string Description, Directive<ControlsAcl?>? Acls, ControlHandler Handler)
{
    /// <summary>Whether the configuration lets the action exist.</summary>
    public Func<ServerHost, bool> IsAvailable { get; init; } = static _ => true;
}

/// <summary>Carries out an action and answers; it may take its time, other clients are served meanwhile.</summary>
public delegate ValueTask<ControlsMessage> ControlHandler(ControlRequest request);

/// <summary>One request of a client that may make it.</summary>
/// <param name="host">The process.</param>
/// <param name="action">The action's name.</param>
/// <param name="arguments">The words after it.</param>
/// <param name="client">Who asks.</param>
public sealed class ControlRequest(ServerHost host, string action, IReadOnlyList<string> arguments, ControlsClient client)
{
    public ControlsClient Client { get; } = client;

    public ServerHost Host { get; } = host;

    public string Action { get; } = action;

    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>What happens once the answer was sent: a restart, a shutdown.</summary>
    public Action? AfterAnswer { get; set; }

    /// <summary>Writes a line to ControlsLog.</summary>
    /// <param name="label">The module, as <c>mod_ctrls_admin/0.9.9</c>.</param>
    /// <param name="text">The line.</param>
    public void Log(string label, string text) => ControlsLog.Of(Host).Write(label, text);
}
