using Xunit;

namespace ProftpdSharp.UnitTests.Utilities;

/// <summary>What ftpdctl says about its command line, and where.</summary>
public sealed class FtpdctlTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("-s")]
    [InlineData("--foo")]
    [InlineData("--help")]
    [InlineData("-x -h")]
    [InlineData("-s relative x")]
    [InlineData("-v -s /nowhere/socket x y")]
    public void Mistakes_are_told_as_by_upstream(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(UtilityRun.Upstreams("/usr/bin/ftpdctl", words), UtilityRun.Ours("ftpdctl", words));
    }
}
