using ProftpdSharp.Core.Transfers;
using Xunit;

namespace ProftpdSharp.UnitTests.Transfers;

/// <summary>TransferRate as arithmetic.</summary>
public sealed class TransferPaceTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1024, 0)]
    [InlineData(2048, 1)]
    [InlineData(11264, 10)]
    public void Bytes_behind_the_free_ones_take_their_time(long bytes, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new TransferPace(1024, 1024).DurationOf(bytes));

    [Fact]
    public void A_rate_next_to_nothing_is_still_a_time() =>
        Assert.Equal(TimeSpan.FromSeconds(int.MaxValue), new TransferPace(double.Epsilon, 0).DurationOf(long.MaxValue));

    [Theory]
    [InlineData(1, 256)]
    [InlineData(4096, 1024)]
    [InlineData(1e12, 1 << 20)]
    public void A_step_is_a_quarter_of_a_second_within_bounds(double rate, int step) =>
        Assert.Equal(step, new TransferPace(rate, 0).Step);
}
