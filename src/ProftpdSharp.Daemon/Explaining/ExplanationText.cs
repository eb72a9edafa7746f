using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;

namespace ProftpdSharp.Daemon.Explaining;

/// <summary>Prints an explanation: what applies, what was asked, and which line decides.</summary>
sealed class ExplanationText(Explanation explanation, Bearing bearing)
{
    const int Label = 13;

    readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines()
    {
        WriteClient();
        if (explanation.Reached == Stop.Command)
            WriteCommand();
        else
            WriteSteps("asked", explanation.Trial.LoginSteps);
        Add("verdict", Verdict());
        return _lines;
    }

    void WriteClient()
    {
        var session = explanation.Session;
        var server = explanation.Original;
        Add("server", $"'{server.Name}' at {session.Addresses.Local}{(server.IsMain ? "" : $", {Tag(server.Root)} on {server.Source}")}");
        Add("client", $"{session.RemoteAddress}{(session.RemoteName == session.RemoteAddress.ToString() ? "" : $" ({session.RemoteName})")}, {(session.ClassName is { } name ? $"class '{name}'" : "in no class")}");
        if (session.Login is { } login)
        {
            Add("user", $"{login.UserName}, group {login.GroupName}{(login.GroupNames.Count > 0 ? $", groups {string.Join(", ", login.GroupNames)}" : "")}");
            Add("root", session.Files.Jail.IsConfined ? $"{session.Files.Jail.HostPath}, begins in {session.WorkingDirectory}" : $"no jail, begins in {session.WorkingDirectory}");
        }

        if (session.Anonymous is { } anonymous)
            Add("section", $"{Tag(anonymous)} on {anonymous.Source}");
        foreach (var section in Merged())
            Add("section", $"{Tag(section)} on {section.Source}");
    }

    /// <summary>The If* sections that took effect.</summary>
    IEnumerable<ConfigScope> Merged() =>
        from section in explanation.Original.Root.Sections
        where section.Kind >= SectionKind.IfAuthenticated && !explanation.Session.Server.Root.Sections.Any(other => ReferenceEquals(other.Source, section.Source))
        select section;

    void WriteCommand()
    {
        var trial = explanation.Trial;
        foreach (var decision in trial.Decisions)
        {
            Add("path", $"{decision.Path}, on the host {decision.FullPath}{(decision.Exists ? "" : " (not there)")}");
            for (var scope = decision.Scope; scope is not null; scope = scope.Parent)
            {
                if (scope.Kind == SectionKind.Directory)
                    Add("section", $"{Tag(scope)} on {scope.Source}");
            }
        }

        foreach (var line in bearing.Settings(explanation.Decision?.Scope))
            Add("setting", line);
        foreach (var decision in trial.Decisions)
        {
            WriteSteps("asked", decision.Steps);
            WriteSteps("not asked", decision.Outvoted);
        }
    }

    void WriteSteps(string label, IEnumerable<AccessStep> steps)
    {
        foreach (var step in steps)
            Add(label, $"{step.What} on {step.Source}{Place(step.Section)}: {Says(step, label == "asked")}");
    }

    static string Says(AccessStep step, bool wasAsked) => step.Verdict switch
    {
        Core.Access.Verdict.Allow => wasAsked ? "allows" : "would allow",
        Core.Access.Verdict.Deny => wasAsked ? "denies" : "would deny",
        _ => wasAsked ? "says nothing" : "would say nothing",
    };

    static string Place(ConfigScope section) =>
        section is { Kind: SectionKind.Limit, Parent: { Kind: not (SectionKind.Server or SectionKind.VirtualHost) } around } ? $", in {Tag(around)}" : "";

    string Verdict()
    {
        var trial = explanation.Trial;
        if (explanation.Reached == Stop.Connection)
            return $"the connection is refused{By(trial.LoginSteps)}";
        if (explanation.Reached == Stop.Login)
            return $"the login is refused{By(trial.LoginSteps)}";
        if (trial.Filter is { } filter)
            return $"denied by {filter.What} on {filter.Source}{FirstReply()}";
        if (trial.Setting is { } setting)
            return $"denied by {setting}{FirstReply()}";
        return explanation.Decision switch
        {
            { Allowed: false, Decider: { } decider } => $"denied by {decider.What} on {decider.Source}{FirstReply()}",
            _ when !explanation.IsAllowed => $"refused{FirstReply()}",
            { Decider: { } decider } => $"allowed by {decider.What} on {decider.Source}",
            { } => "allowed: no rule speaks against it",
            _ when trial.IsWithheld || explanation.Reply.Length == 0 => "allowed: no rule is asked",
            _ => $"no rule is asked{FirstReply()}",
        };
    }

    static string By(IReadOnlyList<AccessStep> steps) =>
        steps.FirstOrDefault(step => step.Verdict == Core.Access.Verdict.Deny) is { } step ? $" by {step.What} on {step.Source}" : ", see the log lines above";

    /// <summary>The answer; of a listing or a transfer that would begin it is not known.</summary>
    string FirstReply() => explanation.Trial.IsWithheld || explanation.Reply.Length == 0 ? "" : $": {explanation.Reply.Split("\r\n")[0]}";

    static string Tag(ConfigScope scope) => scope.Arguments.Count == 0 ? $"<{scope.Kind}>" : $"<{scope.Kind} {(scope.Kind is SectionKind.Directory ? scope.Name : string.Join(' ', scope.Arguments))}>";

    void Add(string label, string text) => _lines.Add($"{label.PadRight(Label)}{text}");
}
