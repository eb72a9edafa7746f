using System.Runtime.InteropServices;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

public class ErrnoTests
{
    [Fact]
    public void Texts_are_those_of_the_C_library()
    {
        foreach (var error in Enum.GetValues<Errno>())
            Assert.Equal(Marshal.GetPInvokeErrorMessage((int)error), error.Describe());
    }

    [Theory]
    [InlineData(41)]
    [InlineData(134)]
    [InlineData(-1)]
    public void Unknown_numbers_are_described_as_the_C_library_does(int number) =>
        Assert.Equal($"Unknown error {number}", ((Errno)number).Describe());

    [Fact]
    public void A_result_is_ok_without_an_error()
    {
        Result<int> good = 7;
        Result<int> bad = Errno.ENOENT;
        Assert.True(good.Ok);
        Assert.Equal(7, good.Value);
        Assert.False(bad.Ok);
        Assert.Equal("No such file or directory", bad.Error.Describe());
    }
}
