using ProftpdSharp.Modules.Site;
using Xunit;

namespace ProftpdSharp.UnitTests.Site;

/// <summary>What ProFTPD 1.3.8 made of a file of mode 0644.</summary>
public sealed class ModeTextTests
{
    [Theory]
    [InlineData("600", "600")]
    [InlineData("00600", "600")]
    [InlineData("7", "7")]
    [InlineData("4755", "4755")]
    [InlineData("77777", "7777")]
    [InlineData("", "0")]
    [InlineData("u+x", "744")]
    [InlineData("a+x", "755")]
    [InlineData("+x", "755")]
    [InlineData("-w", "444")]
    [InlineData("=r", "444")]
    [InlineData("ugo+rwx", "777")]
    [InlineData("uo+x", "745")]
    [InlineData("o-rwx", "640")]
    [InlineData("g+u", "664")]
    [InlineData("u-g", "244")]
    [InlineData("u=g", "400")]
    [InlineData("go=u", "66")]
    [InlineData("o=gu", "6")]
    [InlineData("+t", "1644")]
    [InlineData("o+t", "1644")]
    [InlineData("g+s", "4644")]
    [InlineData("u+rwxst", "5744")]
    public void A_mode_is_understood(string text, string octal) =>
        Assert.Equal(Convert.ToUInt32(octal, 8), ModeText.Parse(text, Convert.ToUInt32("644", 8), 0));

    [Theory]
    [InlineData("999")]
    [InlineData("644x")]
    [InlineData("x")]
    [InlineData("u")]
    [InlineData("u+")]
    [InlineData("a=")]
    [InlineData("u+X")]
    [InlineData("u*x")]
    [InlineData("u+x,g-r")]
    [InlineData("u+x+w")]
    [InlineData("b+x")]
    [InlineData("-1")]
    public void What_upstream_does_not_understand_is_no_mode(string text) => Assert.Null(ModeText.Parse(text, 0x1a4, 0));
}
