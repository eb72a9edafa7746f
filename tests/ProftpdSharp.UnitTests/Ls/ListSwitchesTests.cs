using ProftpdSharp.Modules.Ls;
using Xunit;

namespace ProftpdSharp.UnitTests.Ls;

public sealed class ListSwitchesTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("dir", "", "dir")]
    [InlineData("-la", "-la", "")]
    [InlineData("-la dir", "-la ", "dir")]
    [InlineData("-l  -a  sp ace ", "-l  -a  ", "sp ace ")]
    [InlineData("-- -x", "-- -x", "")]
    [InlineData("+l", "", "+l")]
    [InlineData("dir -l", "", "dir -l")]
    public void Words_with_a_minus_in_front_are_switches(string argument, string given, string path) =>
        Assert.Equal((given, path), ListSwitches.Split(argument));
}
