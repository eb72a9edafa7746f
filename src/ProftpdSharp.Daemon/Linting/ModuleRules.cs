using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Modules in an order in which one of them is left out.</summary>
static class ModuleRules
{
    public static readonly LintRule SessionsBeforeTls = new(
        "ifsession-before-tls",
        "mod_ifsession is loaded before mod_tls, so that TLS settings in <IfUser>, <IfGroup> and <IfClass> come too late.",
        "Make 'LoadModule mod_ifsession.c' the last LoadModule line.");

    public static readonly LintRule SkippedBackend = new(
        "auth-order-skips-backend",
        "AuthOrder leaves out, or never gets to, a source of users that is configured.",
        "Add its module to AuthOrder, before any module that is marked with '*'.");

    static readonly Dictionary<string, string> Backends = new()
    {
        ["AuthUserFile"] = "mod_auth_file",
        ["AuthGroupFile"] = "mod_auth_file",
        ["AuthPAMConfig"] = "mod_auth_pam",
    };

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        Order(subject.Configuration).Concat(subject.Configuration.Servers.SelectMany(server => Skipped(server.Root)));

    static IEnumerable<Finding> Order(ServerConfiguration configuration)
    {
        var modules = configuration.Modules.ToList();
        if (configuration.RequestedModules.Contains("mod_ifsession") && modules.IndexOf("mod_ifsession") < modules.IndexOf("mod_tls"))
            yield return SessionsBeforeTls.At(null, "mod_ifsession is loaded before mod_tls");
    }

    static IEnumerable<Finding> Skipped(ConfigScope server)
    {
        if (server.Find(AuthTable.AuthOrder) is not { Value: { } order } line)
            yield break;
        foreach (var record in server.Records.DistinctBy(record => record.Directive))
        {
            if (!Backends.TryGetValue(record.Directive.Name, out var module))
                continue;
            var place = order.ToList().FindIndex(entry => entry.Module == module);
            var final = order.Take(Math.Max(place, 0)).FirstOrDefault(entry => entry.IsFinal);
            if (place < 0)
                yield return SkippedBackend.At(line.Source, $"'{line}' leaves out {module}.c, which '{record}' on {record.Source} is for");
            else if (final.IsFinal)
                yield return SkippedBackend.At(line.Source, $"'{line}' never gets to {module}.c behind {final.Text}, which '{record}' on {record.Source} is for");
        }
    }
}
