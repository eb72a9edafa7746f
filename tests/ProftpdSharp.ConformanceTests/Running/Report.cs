using System.Text;
using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Shows a failed scenario as a person would want it: the dialogue as it happened, the expected lines under those that differ.</summary>
static class Report
{
    /// <summary>All outcomes; differing ones marked.</summary>
    public static string Of(Scenario scenario, IReadOnlyList<Outcome> outcomes)
    {
        var text = new StringBuilder($"{scenario.File}.txt:{scenario.Line} {scenario.Title}\n");
        if (scenario.Difference is not null)
            text.Append($"  (differs from upstream on purpose: {scenario.Difference})\n");
        var line = 0;
        foreach (var outcome in outcomes)
        {
            foreach (var step in scenario.Steps.Where(step => step.Line > line && step.Line <= outcome.Step.Line && step.Verb != outcome.Step.Verb))
                text.Append($"    {step.Verb} {step.Argument}\n");
            line = outcome.Step.Line;
            Append(text, outcome);
        }
        return text.ToString();
    }

    static void Append(StringBuilder text, Outcome outcome)
    {
        var mark = outcome.IsMatch ? "    " : "  ! ";
        foreach (var actual in outcome.Actual)
            text.Append($"{mark}{outcome.Step.Verb} {actual}\n");
        if (outcome.IsMatch)
            return;
        text.Append($"    line {outcome.Step.Line} expects{(outcome.Expected.Count == 0 ? " nothing, or it is not recorded yet" : "")}:\n");
        foreach (var expected in outcome.Expected)
            text.Append($"      {outcome.Step.Verb} {expected}\n");
    }
}
