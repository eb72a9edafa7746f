using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Modules.IfSession;
using Xunit;
using static ProftpdSharp.UnitTests.Access.AccessConfiguration;

namespace ProftpdSharp.UnitTests.IfSession;

/// <summary>For whom If sections are; Ann is in the groups staff, web and both.</summary>
public class SessionConditionTests
{
    [Theory]
    [InlineData("ann", true)]
    [InlineData("bob", false)]
    [InlineData("bob,ann", true)]
    [InlineData("bob ann", true)]
    [InlineData("bob, ann", true)]
    [InlineData("!bob", true)]
    [InlineData("!ann", false)]
    [InlineData("OR bob,ann", true)]
    [InlineData("AND ann,!bob", true)]
    [InlineData("AND ann,bob", false)]
    [InlineData("Ann", false)]
    [InlineData("a*", false)]
    [InlineData("regex ^an", true)]
    [InlineData("regex n$", true)]
    [InlineData("regex ^n", false)]
    public void IfUser_joins_names_by_or(string expression, bool holds) => Assert.Equal(holds, Holds("IfUser", expression, Ann));

    [Theory]
    [InlineData("regex", "regex", true)]
    [InlineData("AND", "AND", true)]
    [InlineData("and ann", "ann", true)]
    [InlineData("and ann", "and", true)]
    [InlineData("or ann", "or", true)]
    public void Keywords_need_their_case_and_a_word_behind_them(string expression, string user, bool holds) =>
        Assert.Equal(holds, Holds("IfUser", expression, Ann with { User = user }));

    [Theory]
    [InlineData("staff", true)]
    [InlineData("web", true)]
    [InlineData("staff,web", true)]
    [InlineData("staff,other", false)]
    [InlineData("OR other web", true)]
    [InlineData("staff,!other", true)]
    [InlineData("!web", false)]
    [InlineData("regex ^bo", true)]
    [InlineData("regex ^x", false)]
    public void IfGroup_joins_names_by_and(string expression, bool holds) => Assert.Equal(holds, Holds("IfGroup", expression, Ann));

    [Theory]
    [InlineData("home", "home", true)]
    [InlineData("home", "work", false)]
    [InlineData("home,work", "work", true)]
    [InlineData("!home", "work", true)]
    [InlineData("!home", null, true)]
    [InlineData("home", null, false)]
    [InlineData("regex ^w", "work", true)]
    public void IfClass_of_a_client_without_a_class_is_false_but_for_negation(string expression, string? name, bool holds) =>
        Assert.Equal(holds, Holds("IfClass", expression, Ann with { Class = name }));

    [Fact]
    public void IfAuthenticated_is_for_everybody_who_logged_in()
    {
        Assert.True(Holds("IfAuthenticated", "", Ann));
        Assert.False(Holds("IfAuthenticated", "", Ann with { IsAuthenticated = false }));
    }

    [Fact]
    public void Section_declared_last_takes_effect_first_and_prevails()
    {
        var configuration = Load("DenyFilter a\n<IfUser ann>\nDenyFilter b\n</IfUser>\n<IfUser regex ^a>\nDenyFilter c\n</IfUser>\n");
        var sections = configuration.Main.Root.SectionsOf(SectionKind.IfUser).ToList();
        Assert.All(sections, section => Assert.True(SessionCondition.Holds(section, Ann)));
        var merged = ServerDerivation.MergeSessionSections(configuration.Main, sections);
        Assert.True(merged.Root.Get(CommandFilters.DenyFilter)!.Finds("c"));
        Assert.False(merged.Root.Get(CommandFilters.DenyFilter)!.Finds("b"));
    }

    static bool Holds(string kind, string expression, LimitSubject who)
    {
        var root = Load($"<{kind} {expression}>\nDenyFilter x\n</{kind}>\n").Main.Root;
        return SessionCondition.Holds(root.Sections[0], who);
    }
}
