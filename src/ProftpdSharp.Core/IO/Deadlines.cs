namespace ProftpdSharp.Core.IO;

/// <summary>Why a session is ended, or a wait is given up, by the clock.</summary>
public enum Deadline
{
    /// <summary>TimeoutLogin: from connect to login.</summary>
    Login,

    /// <summary>TimeoutIdle: no command.</summary>
    Idle,

    /// <summary>TimeoutNoTransfer: no data connection.</summary>
    NoTransfer,

    /// <summary>TimeoutSession: from login on, whatever happens.</summary>
    Session,

    /// <summary>TLSTimeoutHandshake, and other bounded exchanges of a stream layer.</summary>
    Handshake,
}

/// <summary>All time limits of one session behind one timer; a deadline that passes is reported once, with its reason.</summary>
/// <param name="clock">Where the time comes from.</param>
/// <param name="expired">Called on a pool thread; must not block.</param>
public sealed class Deadlines(TimeProvider clock, Action<Deadline, TimeSpan> expired) : IDisposable
{
    static readonly int Count = Enum.GetValues<Deadline>().Length;
    readonly Lock _lock = new();
    readonly TimeSpan[] _limits = new TimeSpan[Count];
    readonly long[] _due = new long[Count];
    ITimer? _timer;
    long _armedFor = long.MaxValue;
    bool _disposed;

    /// <summary>Starts or restarts a limit; zero or less means none.</summary>
    public void Start(Deadline deadline, TimeSpan limit)
    {
        lock (_lock)
        {
            _limits[(int)deadline] = limit;
            _due[(int)deadline] = limit > TimeSpan.Zero ? clock.GetTimestamp() + Ticks(limit) : 0;
            Arm();
        }
    }

    /// <summary>Begins a running limit anew, because something happened that it waits for.</summary>
    public void Touch(Deadline deadline)
    {
        lock (_lock)
        {
            if (_due[(int)deadline] != 0)
                _due[(int)deadline] = clock.GetTimestamp() + Ticks(_limits[(int)deadline]);
        }
    }

    /// <summary>Starts a limit that was stopped, as long as it was.</summary>
    public void Restart(Deadline deadline) => Start(deadline, _limits[(int)deadline]);

    public void Stop(Deadline deadline)
    {
        lock (_lock)
            _due[(int)deadline] = 0;
    }

    /// <summary>The limit in force; zero when it is not running.</summary>
    public TimeSpan LimitOf(Deadline deadline)
    {
        lock (_lock)
            return _due[(int)deadline] == 0 ? TimeSpan.Zero : _limits[(int)deadline];
    }

    void Arm()
    {
        if (_disposed)
            return;
        var next = Earliest();
        if (next is 0 || next >= _armedFor)
            return;
        _armedFor = next;
        var wait = clock.GetElapsedTime(clock.GetTimestamp(), next);
        var due = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        if (_timer is null)
            _timer = clock.CreateTimer(static state => ((Deadlines)state!).Fire(), this, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    long Earliest()
    {
        long next = 0;
        foreach (var due in _due)
        {
            if (due != 0 && (next == 0 || due < next))
                next = due;
        }
        return next;
    }

    void Fire()
    {
        Deadline? passed = null;
        var limit = TimeSpan.Zero;
        lock (_lock)
        {
            if (_disposed)
                return;
            _armedFor = long.MaxValue;
            var now = clock.GetTimestamp();
            for (var i = 0; i < Count && passed is null; i++)
            {
                if (_due[i] != 0 && _due[i] <= now)
                    passed = (Deadline)i;
            }
            if (passed is { } deadline)
            {
                _due[(int)deadline] = 0;
                limit = _limits[(int)deadline];
            }
            Arm();
        }
        if (passed is { } reason)
            expired(reason, limit);
    }

    long Ticks(TimeSpan limit) => (long)(limit.TotalSeconds * clock.TimestampFrequency);

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }
}
