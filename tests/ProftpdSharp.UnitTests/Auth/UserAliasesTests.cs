using ProftpdSharp.Modules.Auth;
using ProftpdSharp.UnitTests.Authentication;
using Xunit;

namespace ProftpdSharp.UnitTests.Auth;

public sealed class UserAliasesTests
{
    const string Anonymous = """
        <Anonymous /srv/ftp>
          User ftp
          UserAlias anonymous ftp
        </Anonymous>
        """;

    [Theory]
    [InlineData("", "ann", "ann", false, false)]
    [InlineData("UserAlias boss ann", "boss", "ann", true, false)]
    [InlineData("UserAlias boss ann", "ann", "ann", false, false)]
    [InlineData("UserAlias boss ann\nUserAlias boss bob", "boss", "ann", true, false)]
    [InlineData("UserAlias * ann", "anybody", "ann", true, false)]
    [InlineData("UserAlias Boss ann", "boss", "boss", false, false)]
    [InlineData("AuthAliasOnly on", "ann", "ann", false, true)]
    [InlineData("AuthAliasOnly on\nUserAlias boss ann", "boss", "ann", true, false)]
    public void Names_become_accounts(string configuration, string name, string account, bool isAlias, bool isRefused)
    {
        using var sessions = new AuthSessions(configuration);

        var target = UserAliases.Find(sessions.Connect(), name);

        Assert.Equal((account, isAlias, isRefused), (target.UserName, target.IsAlias, target.IsRefused));
        Assert.Null(target.Anonymous);
    }

    [Theory]
    [InlineData("ftp", false)]
    [InlineData("anonymous", true)]
    public void An_Anonymous_section_is_chosen_by_its_user_and_by_its_aliases(string name, bool isAlias)
    {
        using var sessions = new AuthSessions(Anonymous);

        var target = UserAliases.Find(sessions.Connect(), name);

        Assert.Equal(("ftp", isAlias), (target.UserName, target.IsAlias));
        Assert.NotNull(target.Anonymous);
    }

    [Fact]
    public void Other_names_are_no_anonymous_logins()
    {
        using var sessions = new AuthSessions(Anonymous);

        Assert.Null(UserAliases.Find(sessions.Connect(), "ann").Anonymous);
    }

    [Fact]
    public void AuthAliasOnly_in_an_Anonymous_section_leaves_its_user_out()
    {
        using var sessions = new AuthSessions("""
            <Anonymous /srv/ftp>
              User ftp
              UserAlias anonymous ftp
              AuthAliasOnly on
            </Anonymous>
            """);

        Assert.True(UserAliases.Find(sessions.Connect(), "ftp").IsRefused);
        Assert.False(UserAliases.Find(sessions.Connect(), "anonymous").IsRefused);
    }

    [Fact]
    public void An_alias_of_an_Anonymous_section_comes_before_the_servers()
    {
        using var sessions = new AuthSessions("UserAlias anonymous ann\n" + Anonymous);

        Assert.Equal("ftp", UserAliases.Find(sessions.Connect(), "anonymous").UserName);
    }
}
