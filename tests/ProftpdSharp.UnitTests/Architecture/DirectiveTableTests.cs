using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using Xunit;

namespace ProftpdSharp.UnitTests.Architecture;

/// <summary>Our declarations held against upstream's table.</summary>
public sealed class DirectiveTableTests
{
    static readonly HashSet<string> Ours = [.. ModuleCatalogue.All.Select(module => module.Name)];

    public static TheoryData<string> Modules => [.. Ours];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_directive_of_a_module_that_we_have_is_declared(string module)
    {
        var missing = UpstreamTable.Directives.Where(row => row.Module == module && ModuleCatalogue.Registry.Find(row.Name)?.Module != module);
        Assert.Equal("", string.Join(' ', missing.Select(row => row.Name)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Contexts_and_merging_are_upstreams(string module)
    {
        var different =
            from row in UpstreamTable.Directives
            where row.Module == module && !row.IsSectionTag
            let ours = ModuleCatalogue.Registry.Find(row.Name)
            where ours is not null && (ours.Contexts != row.Contexts || ours.Merge != row.Merge)
            select $"{row.Name}: {ours.Contexts}/{ours.Merge} instead of {row.Contexts}/{row.Merge}";
        Assert.Equal("", string.Join('\n', different));
    }
}
