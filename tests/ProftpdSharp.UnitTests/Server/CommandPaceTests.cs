using ProftpdSharp.Core.Server;
using Xunit;

namespace ProftpdSharp.UnitTests.Server;

/// <summary>The waits that upstream's clients saw: each series was measured there with MaxCommandRate 4 3.</summary>
public sealed class CommandPaceTests
{
    [Theory]
    [InlineData(0, "0 0 0 0 750 1500 2250 3000 0 0 0 0")]
    [InlineData(400, "0 0 0 0 750 1500 2250 0 0 0 0 0")]
    [InlineData(800, "0 0 0 0 750 1500 0 0 0 0")]
    [InlineData(1100, "0 0 0 0 750 0 0 0")]
    [InlineData(3100, "0 0 0")]
    public void Waits_grow_until_the_interval_is_over(int gap, string expected)
    {
        var clock = new Clock();
        var pace = new CommandPace();
        var waits = new List<int>();
        foreach (var _ in expected.Split(' '))
        {
            var wait = pace.Next(new Rate(4, TimeSpan.FromSeconds(3)), clock);
            waits.Add((int)wait.TotalMilliseconds);
            clock.Now += wait + TimeSpan.FromMilliseconds(gap);
        }

        Assert.Equal(expected, string.Join(' ', waits));
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
