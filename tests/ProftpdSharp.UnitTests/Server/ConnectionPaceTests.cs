using ProftpdSharp.Core.Server;
using Xunit;

namespace ProftpdSharp.UnitTests.Server;

/// <summary>Which connections upstream took: each row was measured there. `+1.5` is a connection at that second that stays, taken or refused (`!`), `-` closes the oldest.</summary>
public sealed class ConnectionPaceTests
{
    [Theory]
    [InlineData(1, 1, "+0.1 !0.3 !1.9 +2 !3.9 +4.1")]
    [InlineData(1, 2, "+0.6 !1.5 !2.9 +3 !5.9 +6.2")]
    [InlineData(2, 5, "+0.4 +0.4 !1.2 !5.9 +6.0 +6.8 !11.9 +12.4")]
    [InlineData(2, 20, "+0.1 +0.2 !0.4 !0.6 - +1.2 !1.4 - - +2.2 +2.4 !2.6")]
    [InlineData(1, 20, "+0.2 - +0.4 - +0.6 - +0.8 !1.2")]
    public void Connections_that_are_open_and_young_count(int count, int seconds, string script)
    {
        var clock = new Clock();
        var pace = new ConnectionPace();
        var open = new Queue<long>();
        var number = 0L;
        foreach (var step in script.Split(' '))
        {
            if (step == "-")
            {
                pace.Ended(open.Dequeue());
                continue;
            }
            clock.Now = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(double.Parse(step[1..], System.Globalization.CultureInfo.InvariantCulture));

            Assert.Equal((step, step[0] == '+'), (step, pace.Admits(++number, new Rate(count, TimeSpan.FromSeconds(seconds)), clock)));

            if (step[0] == '+')
                open.Enqueue(number);
        }
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
