using System.Xml.Linq;
using Xunit;

namespace ProftpdSharp.UnitTests.Architecture;

/// <summary>docs/architecture.md, "Projects": who may reference whom.</summary>
public sealed class ProjectReferenceTests
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Native"] = [],
        ["Configuration"] = [],
        ["Core"] = ["Native", "Configuration"],
        ["Modules"] = ["Core", "Configuration", "Native"],
        ["Tls"] = ["Core", "Configuration", "Native"],
        ["Utilities"] = ["Core", "Configuration"],
        ["Daemon"] = ["Native", "Configuration", "Core", "Modules", "Tls", "Utilities"],
    };

    static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Native"] = [],
        ["Configuration"] = [],
        ["Core"] = ["Mono.Posix.NETStandard", "Serilog", "Serilog.Sinks.Async", "Serilog.Sinks.File", "StackExchange.Redis"],
        ["Modules"] = [],
        ["Tls"] = [],
        ["Utilities"] = [],
        ["Daemon"] = ["Serilog.Sinks.Console"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void There_are_these_projects_and_no_others() =>
        Assert.Equal(Allowed.Keys.Order(), SourceTree.Projects.Select(SourceTree.NameOf).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string name)
    {
        var file = XDocument.Load(SourceTree.Projects.Single(project => SourceTree.NameOf(project) == name));
        var references = file.Descendants("ProjectReference").Select(element => SourceTree.NameOf(element.Attribute("Include")!.Value));
        Assert.Empty(references.Except(Allowed[name]));
        var packages = file.Descendants("PackageReference").Select(element => element.Attribute("Include")!.Value);
        Assert.Empty(packages.Except(Packages[name]));
    }
}
