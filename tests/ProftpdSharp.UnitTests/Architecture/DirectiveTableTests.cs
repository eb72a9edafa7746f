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
        Assert.True(!missing.Any(), string.Join(" ", missing.Select(row => row.Name)));
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
        Assert.True(!different.Any(), string.Join("\n", different));
    }

    /// <summary>Counts and their order of checks as runs of upstream showed them; a parser may check the upper bound itself.</summary>
    [Theory]
    [MemberData(nameof(Modules))]
    public void Argument_counts_and_their_messages_are_upstreams(string module)
    {
        var different =
            from row in UpstreamTable.Directives
            where row.Module == module
            let ours = ModuleCatalogue.Registry.Find(row.Name)
            where ours is not null
            let said = Difference(ours, row)
            where said.Length > 0
            select $"{row.Name}: {said}";
        Assert.True(!different.Any(), string.Join("\n", different));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Values_are_stored_where_upstream_stores_them(string module)
    {
        var different =
            from row in UpstreamTable.Directives
            where row.Module == module && !row.IsSectionTag
            let ours = ModuleCatalogue.Registry.Find(row.Name)
            where ours is not null && ours is Directive<bool> or Directive<string> && ours.Storage != row.Storage
            select $"{row.Name}: {ours.Storage} instead of {row.Storage}";
        Assert.True(!different.Any(), string.Join("\n", different));
    }

    static string Difference(Directive ours, Directive row)
    {
        var isCheckedByParser = ours.MinArguments == 0 && row.MinArguments > 0;
        if (!isCheckedByParser && ours.MinArguments != row.MinArguments)
            return $"at least {ours.MinArguments} instead of {row.MinArguments}";
        if (!isCheckedByParser && row.MinArguments > 0 && ours.WrongCount != row.WrongCount)
            return $"'{ours.WrongCount}' instead of '{row.WrongCount}'";
        if (ours.MaxArguments is not null && ours.MaxArguments != row.MaxArguments)
            return $"at most {ours.MaxArguments} instead of {row.MaxArguments}";
        return ours.CheckOrder == row.CheckOrder || isCheckedByParser ? "" : $"{ours.CheckOrder} instead of {row.CheckOrder}";
    }
}
