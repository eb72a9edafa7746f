using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary><c>get directives</c>: what may stand in a configuration.</summary>
static class DirectiveControls
{
    public static readonly Feature Feature = new("get");

    static DirectiveControls() =>
        AdminControls.Add(Feature, "get", "list configuration data", request => ValueTask.FromResult(Get(request)));

    static ControlsMessage Get(ControlRequest request) => request.Arguments switch
    {
        [] => ControlsMessage.Failed("get: missing required parameters"),
        ["directives"] => ControlsMessage.Done([.. Directives(request)]),
        ["directives", ..] => ControlsMessage.Failed("directives: wrong number of parameters"),
        ["config"] => ControlsMessage.Failed("config: missing parameters"),
        ["config", ..] => ControlsMessage.Done([.. request.Arguments.Skip(1).Select(name => Describe(request, name))]),
        [var other, ..] => ControlsMessage.Failed($"unknown get type requested: '{other}'"),
    };

    static IEnumerable<string> Directives(ControlRequest request) =>
        request.Host.State(FtpServer.Key).State!.Modules
            .SelectMany(module => module.Features.SelectMany(feature => feature.Directives).Select(directive => $"{directive.Name} ({module.Name}.c)"))
            .Concat(LanguageDirectives.Names.Select(directive => $"{directive.Name} ({directive.Module}.c)"))
            .Order(StringComparer.Ordinal);

    /// <summary>Only what stands in the main server's own list is found; upstream keeps some values elsewhere.</summary>
    static string Describe(ControlRequest request, string name) =>
        request.Host.State(FtpServer.Key).State!.Configuration.Main.Root.Records
            .Any(record => record.Directive.Name == name && !record.Directive.IsImplied && (record.Directive.Storage is Storage.List or Storage.Once || record.Directive == LanguageDirectives.Port))
            ? $"{name}: not retrievable"
            : $"{name}: directive not found";
}
