using ProftpdSharp.Core.Redis;

namespace ProftpdSharp.Tls.Caches;

/// <summary>
/// A cache that several servers share over the network. Asking it takes its time, so nobody does within a handshake; without its server it is empty.
/// </summary>
/// <param name="redis">Where it is.</param>
/// <param name="prefix">What its keys begin with.</param>
sealed class DistantCache(RedisConnection redis, string prefix)
{
    /// <summary>As the server is called.</summary>
    public string ServerName => redis.ServerName;

    /// <summary>What happened since this process began to use the cache.</summary>
    public SlotCounts Counts { get; } = new();

    public async ValueTask<byte[]?> FindAsync(byte[] key)
    {
        var found = await redis.FindAsync(NameOf(key));
        return Counts.Find(found);
    }

    /// <summary>Keeps a value for so long; wipes it here.</summary>
    public async ValueTask StoreAsync(byte[] key, byte[] value, TimeSpan lifetime)
    {
        if (key.Length + value.Length > SlotFile.Capacity)
            Counts.Exceed(value.Length);
        else
            Counts.Store(await redis.StoreAsync(NameOf(key), value, lifetime));
    }

    public ValueTask<int> CountAsync() => redis.CountAsync(prefix);

    /// <summary>Empties it, for all servers.</summary>
    /// <returns>How many values there were.</returns>
    public async ValueTask<int> ClearAsync()
    {
        var count = await redis.RemoveAsync(prefix);
        Counts.Delete(count);
        return count;
    }

    string NameOf(byte[] key) => prefix + Convert.ToHexStringLower(key);
}
