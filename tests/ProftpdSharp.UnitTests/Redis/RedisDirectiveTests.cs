using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Redis;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Redis;

/// <summary>Every refusal but that of what is not supported is what ProFTPD 1.3.8 prints for the same line.</summary>
public sealed class RedisDirectiveTests
{
    [Theory]
    [InlineData("RedisEngine maybe", "expected Boolean parameter")]
    [InlineData("RedisServer", "missing parameters")]
    [InlineData("RedisTimeouts 100", "missing parameters")]
    [InlineData("RedisTimeouts abc 100", "badly formatted connect timeout value: abc")]
    [InlineData("RedisTimeouts 100 abc", "badly formatted IO timeout value: abc")]
    [InlineData("RedisOptions", "wrong number of parameters")]
    [InlineData("RedisOptions Foo", ": unknown RedisOption 'Foo'")]
    [InlineData("RedisLog foo", "must be an absolute path")]
    [InlineData("RedisLogOnCommand RETR xfer", "not supported by this server")]
    [InlineData("RedisLogOnEvent ALL xfer", "not supported by this server")]
    [InlineData("RedisLogFormatExtra xfer {}", "not supported by this server")]
    [InlineData("RedisSentinel 127.0.0.1", "not supported by this server")]
    public void A_wrong_value_is_refused(string line, string message) =>
        Assert.Equal($"fatal: {line.Split(' ')[0]}: {message} on line 1 of '/etc/proftpd.conf'", Refusal(line));

    [Theory]
    [InlineData("RedisServer foo")]
    [InlineData("RedisServer 127.0.0.1:abc")]
    [InlineData("RedisServer 127.0.0.1:6379 user pw x ssl:foo")]
    [InlineData("RedisTimeouts -1 0")]
    [InlineData("RedisOptions NoReconnect")]
    [InlineData("RedisLog none")]
    [InlineData("RedisLogOnCommand none")]
    public void An_odd_value_is_accepted_as_upstream_does(string line) => Assert.Null(Refusal(line));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:6379", "", "", 0)]
    [InlineData("redis.example.com:7000", "redis.example.com:7000", "", "", 0)]
    [InlineData("[::1]:6380 pw", "[::1]:6380", "", "pw", 0)]
    [InlineData("::1", "[::1]:6379", "", "", 0)]
    [InlineData("/run/redis.sock user pw 2", "/run/redis.sock", "user", "pw", 2)]
    [InlineData("localhost \"\" \"\" 3 ssl:true ssl-ca:/ca.pem", "localhost:6379", "", "", 3)]
    public void The_server_s_words_are_its_place_its_login_and_its_database(string words, string name, string user, string password, int database)
    {
        var address = Load($"RedisServer {words}").Configuration!.Main.Root.Get(RedisDirectives.RedisServer)!;
        Assert.Equal((name, user, password, database), (address.Name, address.User, address.Password, address.Database));
        Assert.Equal(name, address.ToString());
        Assert.Equal(words.Contains("ssl:true", StringComparison.Ordinal), address.UsesTls);
    }

    static string? Refusal(string text) => Load(text).Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Fatal)?.Text;

    static LoadResult Load(string text)
    {
        var registry = new DirectiveRegistry();
        registry.Add("mod_redis", RedisDirectives.Feature.Directives);
        return new MemoryMachine().Load(text + "\n", registry: registry);
    }
}
