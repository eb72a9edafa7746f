using System.Net;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Daemon;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Server;

/// <summary>Which server a connection is for (CONFIG.md section 9.3.1). What is expected was seen on upstream's server, with UseIPv6 on.</summary>
public sealed class ServerSelectionTests
{
    const string Two = "<VirtualHost 127.0.0.2>\nServerName two\n</VirtualHost>\n";
    const string Three = "<VirtualHost 192.0.2.3>\nServerName three\n</VirtualHost>\n";
    const string Four = "<VirtualHost 0.0.0.0>\nServerName four\n</VirtualHost>\n";
    const string Six = "<VirtualHost ::>\nServerName six\n</VirtualHost>\n";

    [Theory]
    [InlineData("127.0.0.2", "two")]
    [InlineData("192.0.2.2", "main")]
    [InlineData("127.0.0.9", "main")]
    [InlineData("::1", "main")]
    [InlineData("192.0.2.9", null)]
    [InlineData("2001:db8::9", null)]
    public void Of_other_addresses_those_of_the_loopback_are_for_the_main_server(string local, string? server) =>
        Assert.Equal(server, Find("DefaultAddress 192.0.2.2\n" + Two + Three, local));

    [Theory]
    [InlineData("Port 2121\n", "main")]
    [InlineData("Port 0\n", null)]
    public void Also_where_it_has_another_port_but_not_without_any(string main, string? server)
    {
        Assert.Equal(server, Find($"DefaultAddress 127.0.0.1\n{main}{Two}{Three}", "127.0.0.1"));
        Assert.Equal("two", Find($"DefaultAddress 127.0.0.1\n{main}{Two}{Three}", "127.0.0.2"));
        Assert.Null(Find($"DefaultAddress 127.0.0.1\n{main}{Two}{Three}", "192.0.2.9"));
    }

    [Theory]
    [InlineData("127.0.0.9")]
    [InlineData("192.0.2.9")]
    [InlineData("2001:db8::9")]
    public void The_only_address_of_a_port_stands_for_every_address(string local)
    {
        Assert.Equal("two", Find("DefaultAddress 127.0.0.1\nPort 2121\n" + Two, local));
        Assert.Equal("main", Find("DefaultAddress 192.0.2.2\n<VirtualHost 192.0.2.2>\nServerName names\nServerAlias x\n</VirtualHost>\n", local));
    }

    [Fact]
    public void One_server_with_two_addresses_answers_on_those_alone()
    {
        Assert.Equal("main", Find("DefaultAddress 192.0.2.1 192.0.2.2\n", "192.0.2.2"));
        Assert.Null(Find("DefaultAddress 192.0.2.1 192.0.2.2\n", "192.0.2.3"));
    }

    [Fact]
    public void Who_shares_its_first_address_has_no_other_either()
    {
        const string Shared = "<VirtualHost 192.0.2.2 192.0.2.3>\nServerName shared\nServerAlias x\n</VirtualHost>\n";
        Assert.Equal("main", Find("DefaultAddress 192.0.2.2\n" + Shared, "192.0.2.3"));
        Assert.Null(Find("DefaultAddress 192.0.2.2\n" + Shared + Two, "192.0.2.3"));
        Assert.Equal("shared", Find("DefaultAddress 192.0.2.1\n" + Shared + Two, "192.0.2.3"));
    }

    [Theory]
    [InlineData(Four, "four", "four")]
    [InlineData(Six, "six", "six")]
    [InlineData(Four + Six, "six", "six")]
    [InlineData(Six + Four, "six", "six")]
    public void The_wildcard_of_IPv6_comes_before_that_of_IPv4_and_either_takes_both(string servers, string overIPv4, string overIPv6)
    {
        Assert.Equal(overIPv4, Find("DefaultAddress 192.0.2.2\n" + servers, "192.0.2.9"));
        Assert.Equal(overIPv6, Find("DefaultAddress 192.0.2.2\n" + servers, "::1"));
        Assert.Equal("main", Find("DefaultAddress 192.0.2.2\n" + servers, "192.0.2.2"));
    }

    [Fact]
    public void DefaultServer_comes_before_the_server_of_the_loopback()
    {
        Assert.Equal("two", Find("DefaultAddress 127.0.0.1\n" + Two.Replace("two\n", "two\nDefaultServer on\n", StringComparison.Ordinal), "127.0.0.9"));
        Assert.Equal("main", Find("DefaultAddress 127.0.0.1\nDefaultServer on\nPort 0\n" + Two + Three, "192.0.2.9"));
    }

    static string? Find(string text, string local)
    {
        var configuration = LoadAssert.Accepted(new MemoryMachine().Load("ServerName main\n" + text, registry: ModuleCatalogue.Registry));
        return ServerSelection.Find(configuration, new IPEndPoint(IPAddress.Parse(local), 21))?.Name;
    }
}
