using System.Text.Json;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Linting;
using Xunit;

namespace ProftpdSharp.UnitTests.Linting;

/// <summary>The three forms of a report.</summary>
public sealed class LintReportTests
{
    static readonly Finding[] Findings =
    [
        CapacityRules.FewPorts.At(new("/etc/pro ftpd.conf", 7), "few \u00c3\u00a9 \"ports\""),
        ModuleRules.SessionsBeforeTls.At(null, "order"),
    ];

    [Fact]
    public void Text_begins_with_file_and_line()
    {
        var lines = LintReport.Of(Findings, ReportFormat.Text).Split('\n');

        Assert.Equal("/etc/pro ftpd.conf:7: warning: few \u00c3\u00a9 \"ports\" [passive-ports-few]", lines[0]);
        Assert.Equal($"    fix: {CapacityRules.FewPorts.Fix}", lines[2]);
        Assert.Equal("warning: order [ifsession-before-tls]", lines[3]);
    }

    [Fact]
    public void Json_is_a_list_of_findings()
    {
        using var json = JsonDocument.Parse(LintReport.Of(Findings, ReportFormat.Json));

        var first = json.RootElement[0];
        Assert.Equal(("passive-ports-few", 7, "few \u00e9 \"ports\""), (first.GetProperty("id").GetString(), first.GetProperty("line").GetInt32(), first.GetProperty("message").GetString()));
        Assert.Equal(JsonValueKind.Null, json.RootElement[1].GetProperty("file").ValueKind);
    }

    [Fact]
    public void Sarif_names_every_rule_and_the_places()
    {
        using var json = JsonDocument.Parse(LintReport.Of(Findings, ReportFormat.Sarif));

        var run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        Assert.Equal(Linter.Rules.Count(), run.GetProperty("tool").GetProperty("driver").GetProperty("rules").GetArrayLength());
        var place = run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("file:///etc/pro%20ftpd.conf", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(7, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.False(run.GetProperty("results")[1].TryGetProperty("locations", out _));
    }
}
