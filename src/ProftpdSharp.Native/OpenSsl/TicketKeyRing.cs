using System.Security.Cryptography;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>One key that protects session tickets: AES-256-CBC and HMAC-SHA256 under a name of 16 bytes.</summary>
sealed class TicketKey(DateTimeOffset created)
{
    internal const int NameSize = 16;

    /// <summary>Pinned, so that no copies of the secrets stay behind when the collector compacts.</summary>
    readonly byte[] _bytes = Fresh();

    internal DateTimeOffset Created { get; } = created;

    internal ReadOnlySpan<byte> Name => _bytes.AsSpan(0, NameSize);

    internal ReadOnlySpan<byte> CipherKey => _bytes.AsSpan(NameSize, 32);

    internal ReadOnlySpan<byte> MacKey => _bytes.AsSpan(NameSize + 32, 32);

    /// <summary>Zeroes the secrets once no ring and no callback uses the key any more.</summary>
    ~TicketKey() => CryptographicOperations.ZeroMemory(_bytes);

    static byte[] Fresh()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(NameSize + 64, pinned: true);
        RandomNumberGenerator.Fill(bytes);
        return bytes;
    }
}

/// <summary>
/// The keys of all session tickets of this process. A new key is made each hour, or as often as keys grow too old; tickets under older ones are honoured until
/// the key is too old or too many newer ones exist.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class TicketKeyRing(TimeProvider time)
{
    static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly List<TicketKey> _newestFirst = [];
    TimeSpan _maxAge = TimeSpan.FromHours(12);
    int _maxCount = 25;

    /// <summary>Sets how long a key serves and how many are kept (TLSSessionTicketKeys).</summary>
    public void Limit(TimeSpan maxAge, int maxCount)
    {
        lock (_lock)
            (_maxAge, _maxCount) = (maxAge, maxCount);
    }

    /// <summary>How many keys are held at this moment.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _newestFirst.Count;
            }
        }
    }

    /// <summary>The key for new tickets.</summary>
    internal TicketKey Newest()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_newestFirst.Count == 0 || now - _newestFirst[0].Created >= (_maxAge < Renewal ? _maxAge : Renewal))
            {
                _newestFirst.Insert(0, new TicketKey(now));
            }
            ForgetOld(now);
            return _newestFirst[0];
        }
    }

    /// <summary>The key of that name and whether it is the newest; null when it is unknown or has served its time.</summary>
    internal (TicketKey Key, bool IsNewest)? Find(ReadOnlySpan<byte> name)
    {
        lock (_lock)
        {
            ForgetOld(time.GetUtcNow());
            for (var i = 0; i < _newestFirst.Count; i++)
            {
                if (CryptographicOperations.FixedTimeEquals(_newestFirst[i].Name, name))
                {
                    return (_newestFirst[i], i == 0);
                }
            }
            return null;
        }
    }

    void ForgetOld(DateTimeOffset now)
    {
        for (var i = _newestFirst.Count - 1; i > 0; i--)
        {
            if (i >= _maxCount || now - _newestFirst[i].Created > _maxAge)
            {
                _newestFirst.RemoveAt(i);
            }
        }
    }
}
