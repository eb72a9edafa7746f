using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Delay;
using ProftpdSharp.UnitTests.Authentication;
using Xunit;

namespace ProftpdSharp.UnitTests.Delay;

public sealed class LoginDelayTests
{
    static readonly CommandTable Table = new([], [], [], [], []);

    [Fact]
    public async Task A_quick_answer_is_held_back_until_the_median_of_the_recent_ones()
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions("", clock);
        for (var i = 0; i < 9; i++)
            await RunAsync(sessions.Connect(), clock, Phase.Post, "PASS", 100);
        clock.Waits.Clear();

        await RunAsync(sessions.Connect(), clock, Phase.PostError, "PASS", 30);

        Assert.Equal([70], clock.Waits);
    }

    [Fact]
    public async Task A_slow_answer_is_not_held_back()
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions("", clock);
        for (var i = 0; i < 9; i++)
            await RunAsync(sessions.Connect(), clock, Phase.Post, "USER", 10);
        clock.Waits.Clear();

        await RunAsync(sessions.Connect(), clock, Phase.Post, "USER", 500);

        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Slow_clients_cannot_make_others_wait_for_long()
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions("", clock);
        for (var i = 0; i < 300; i++)
            await RunAsync(sessions.Connect(), clock, Phase.Post, "PASS", 60_000);
        clock.Waits.Clear();

        await RunAsync(sessions.Connect(), clock, Phase.Post, "PASS", 0);

        Assert.Equal([500], clock.Waits);
    }

    [Theory]
    [InlineData("DelayOnEvent FailedLogin 1500", Phase.PostError, "PASS", 1500)]
    [InlineData("DelayOnEvent FailedLogin 2s", Phase.PostError, "PASS", 2000)]
    [InlineData("DelayOnEvent USER 250ms", Phase.Post, "USER", 250)]
    [InlineData("DelayOnEvent PASS 300", Phase.Post, "PASS", 300)]
    public async Task DelayOnEvent_adds_a_fixed_time(string configuration, Phase phase, string verb, int expected)
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions(configuration, clock);

        await RunAsync(sessions.Connect(), clock, phase, verb, 0);

        Assert.Equal([expected], clock.Waits);
    }

    [Theory]
    [InlineData("DelayEngine off\nDelayOnEvent FailedLogin 1500")]
    [InlineData("DelayOnEvent USER 1500")]
    public async Task Nothing_waits_otherwise(string configuration)
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions(configuration, clock);

        await RunAsync(sessions.Connect(), clock, Phase.PostError, "PASS", 0);

        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task A_USER_after_the_login_is_not_part_of_one()
    {
        var clock = new RecordingClock();
        using var sessions = new AuthSessions("DelayOnEvent USER 1500", clock);
        var session = sessions.Connect();
        session.Login = AuthSessions.LoginOf("ann");

        await RunAsync(session, clock, Phase.Post, "USER", 0);

        Assert.Empty(clock.Waits);
    }

    /// <summary>The phases of a command that takes so long.</summary>
    static async Task RunAsync(Session session, RecordingClock clock, Phase phase, string verb, int milliseconds)
    {
        await HandleAsync(session, Phase.Pre, verb);
        clock.Now += TimeSpan.FromMilliseconds(milliseconds);
        await HandleAsync(session, phase, verb);
    }

    static async Task HandleAsync(Session session, Phase phase, string verb)
    {
        foreach (var row in LoginDelay.Feature.Phases.Where(row => row.Phase == phase && row.Verb == verb))
            await row.Handler(session, Table.Parse(verb + " x")!);
    }

    /// <summary>A clock that stands still and whose timers go off at once; it notes how long they would have waited.</summary>
    sealed class RecordingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        /// <summary>In milliseconds.</summary>
        public List<int> Waits { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add((int)dueTime.TotalMilliseconds);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
