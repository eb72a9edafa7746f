using System.Globalization;
using ProftpdSharp.Modules.Facts;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Facts;

public sealed class FactTimeTests
{
    [Theory]
    [InlineData("19700101000000", "1970-01-01T00:00:00Z")]
    [InlineData("20200102030405", "2020-01-02T03:04:05Z")]
    [InlineData("20500102030405", "2050-01-02T03:04:05Z")]
    [InlineData("20200231030405", "2020-03-02T03:04:05Z")]
    [InlineData("20200102243005", "2020-01-03T00:30:05Z")]
    [InlineData("20200102036005", "2020-01-02T04:00:05Z")]
    [InlineData("20201231235961", "2021-01-01T00:00:01Z")]
    public void Digits_are_a_time_in_UTC(string digits, string time) =>
        Assert.Equal(FileTime.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)), FactTime.Parse(digits));

    [Theory]
    [InlineData("20201332030405")]
    [InlineData("20200100030405")]
    [InlineData("20200132030405")]
    [InlineData("19690102030405")]
    [InlineData("20200102250405")]
    [InlineData("20200102036105")]
    [InlineData("20200102030462")]
    [InlineData("xxxxxxxxxxxxxx")]
    [InlineData("+0200102030405")]
    [InlineData("2020010203040")]
    [InlineData("")]
    public void Fields_out_of_range_are_no_time(string digits) => Assert.Null(FactTime.Parse(digits));

    [Fact]
    public void A_fraction_does_not_count() => Assert.Equal("20200102030405", FactTime.WithoutFraction("20200102030405.123"));
}
