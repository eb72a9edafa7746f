using ProftpdSharp.Modules.Ls;
using Xunit;

namespace ProftpdSharp.UnitTests.Ls;

public sealed class ListSwitchesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("dir", "dir")]
    [InlineData("-la", "")]
    [InlineData("-la dir", "dir")]
    [InlineData("-l  sp ace ", "sp ace ")]
    [InlineData("-l -a dir", "-a dir")]
    [InlineData("  -l", "-l")]
    [InlineData("+l", "+l")]
    [InlineData("dir -l", "dir -l")]
    public void Stat_leaves_out_a_first_word_with_a_minus_in_front(string argument, string path) =>
        Assert.Equal(path, ListSwitches.WithoutFirst(argument));
}
