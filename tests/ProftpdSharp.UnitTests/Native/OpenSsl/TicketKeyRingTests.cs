using ProftpdSharp.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

public sealed class TicketKeyRingTests
{
    [Fact]
    public void Keys_are_renewed_hourly_and_forgotten_by_age_and_count()
    {
        var clock = new SteppedClock();
        var ring = new TicketKeyRing(clock);
        ring.Limit(TimeSpan.FromHours(12), 3);
        var first = ring.Newest();
        Assert.Same(first, ring.Newest());

        clock.Now += TimeSpan.FromHours(1);
        var second = ring.Newest();
        Assert.NotSame(first, second);
        Assert.Equal((first, false), ring.Find(first.Name));
        Assert.Equal((second, true), ring.Find(second.Name));

        clock.Now += TimeSpan.FromHours(1);
        ring.Newest();
        clock.Now += TimeSpan.FromHours(1);
        ring.Newest();
        Assert.Null(ring.Find(first.Name));
        Assert.Equal(3, ring.Count);

        clock.Now += TimeSpan.FromHours(13);
        Assert.Null(ring.Find(second.Name));
        Assert.Null(ring.Find(new byte[16]));
    }

    sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
