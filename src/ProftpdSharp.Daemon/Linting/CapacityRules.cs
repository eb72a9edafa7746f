using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Numbers that do not fit together.</summary>
static class CapacityRules
{
    public static readonly LintRule FewPorts = new(
        "passive-ports-few",
        "PassivePorts has fewer ports than MaxInstances allows sessions; when they run out, transfers use ports outside the range, which a firewall blocks.",
        "Make the range at least as large as MaxInstances, in the firewall too.");

    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var sessions = subject.Configuration.Process.Get(ServerSockets.MaxInstances);
        return from place in subject.Scopes
               let line = place.Scope.Find(DataAddresses.PassivePorts)
               let range = line?.Value
               where line is not null && range is not null && sessions < int.MaxValue
               let ports = range.Value.Last - range.Value.First + 1
               where ports < sessions
               select FewPorts.At(line.Source, $"'{line}' are {ports} ports for MaxInstances {sessions}");
    }
}
