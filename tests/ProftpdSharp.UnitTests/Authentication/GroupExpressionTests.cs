using ProftpdSharp.Core.Authentication;
using Xunit;

namespace ProftpdSharp.UnitTests.Authentication;

public sealed class GroupExpressionTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("staff", true)]
    [InlineData("web", true)]
    [InlineData("other", false)]
    [InlineData("staff,web", true)]
    [InlineData("staff,other", false)]
    [InlineData("!other", true)]
    [InlineData("!staff", false)]
    [InlineData("web,!other", true)]
    [InlineData("web,!staff", false)]
    [InlineData("staff web", true)]
    [InlineData("staff other", false)]
    [InlineData("Staff", false)]
    public void All_named_groups_and_none_that_is_negated(string words, bool expected)
    {
        var expression = new GroupExpression(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, expression.Matches(AuthSessions.LoginOf("ann", "staff", "web")));
    }

    [Fact]
    public void The_primary_group_counts_although_it_is_no_supplementary_one()
    {
        var login = AuthSessions.LoginOf("ann") with { GroupName = "primary", GroupNames = [] };

        Assert.True(new GroupExpression(["primary"]).Matches(login));
        Assert.False(new GroupExpression(["!primary"]).Matches(login));
    }
}
