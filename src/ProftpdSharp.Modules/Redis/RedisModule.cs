using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Redis;

namespace ProftpdSharp.Modules.Redis;

/// <summary>mod_redis: the connection that other modules use.</summary>
public static class RedisModule
{
    public static readonly Module Module = new("mod_redis", "0.2.3", RedisDirectives.Feature, RedisProcess.Feature);
}
