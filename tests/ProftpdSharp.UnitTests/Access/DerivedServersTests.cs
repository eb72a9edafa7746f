using ProftpdSharp.Core.Access;
using Xunit;

namespace ProftpdSharp.UnitTests.Access;

public class DerivedServersTests
{
    [Theory]
    [InlineData("/home/%u", "/home/ann")]
    [InlineData("/home/%u[0]/%u[1]", "/home/a/n")]
    [InlineData("/home/%u[0]%u", "/home/aann")]
    [InlineData("/x/%u[5]y", "/x/%u[5]y")]
    [InlineData("/%u/%u", "/ann/ann")]
    [InlineData("/%U", "/%U")]
    public void Percent_u_is_the_users_name_or_one_of_its_letters(string name, string expected) =>
        Assert.Equal(expected, DerivedServers.WithUser(name, "ann"));
}
