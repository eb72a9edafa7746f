using System.Net;
using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>Names, addresses and collisions of servers (CONFIG.md sections 6, 8 and 9.2).</summary>
public sealed class ServerTests
{
    const string Hosts = "<VirtualHost 127.0.0.2>\nServerName a\n</VirtualHost>\n<VirtualHost 127.0.0.2>\nServerName b\n</VirtualHost>\n";

    [Fact]
    public void A_server_without_a_name_takes_its_alias_else_the_main_servers_name()
    {
        var servers = LoadAssert.Accepted(
            "ServerName main\n<VirtualHost 127.0.0.2>\n</VirtualHost>\n<VirtualHost 127.0.0.3>\nServerAlias one two\n</VirtualHost>\n").Servers;

        Assert.Equal(["main", "main", "one"], servers.Select(server => server.Name));
        Assert.Equal("ProFTPD", LoadAssert.Accepted("").Main.Name);
    }

    /// <summary>Where there is none: replies then say root at the name of the server's address.</summary>
    [Fact]
    public void The_administrator_is_root_at_this_host_by_default() => Assert.Null(LoadAssert.Accepted("").Main.Admin);

    [Fact]
    public void Of_repeated_names_and_ports_the_last_counts()
    {
        var main = LoadAssert.Accepted("ServerName a\nServerName b c\nPort 2121\nPort 2122x\nServerAdmin x\n").Main;

        Assert.Equal(("b", 2122, "x"), (main.Name, main.Port, main.Admin));
    }

    [Fact]
    public void A_port_in_Global_is_checked_and_has_no_effect()
    {
        Assert.Equal(21, LoadAssert.Accepted("<Global>\nPort 2121\nUmask 022\n</Global>\n").Main.Port);
        Assert.Equal(
            "fatal: Port: value must be between 0 and 65535 on line 2 of '/etc/proftpd.conf'", LoadAssert.Refused("<Global>\nPort 70000\n"));
    }

    [Fact]
    public void The_main_address_is_DefaultAddress_else_S_else_the_hosts()
    {
        Assert.Equal(
            ["127.0.0.1", "127.0.0.2"],
            LoadAssert.Accepted("DefaultAddress 127.0.0.1 127.0.0.2\n").Main.Addresses.Select(address => address.ToString()));
        Assert.Equal(
            IPAddress.Parse("127.0.0.5"),
            LoadAssert.Accepted(new MemoryMachine().Load("", options => options with { MainAddress = "127.0.0.5" })).Main.Addresses[0]);
        Assert.Equal(IPAddress.Parse("192.0.2.1"), LoadAssert.Accepted("").Main.Addresses[0]);
    }

    [Fact]
    public void Without_an_address_there_is_no_valid_server()
    {
        var result = new MemoryMachine().Load("", options => options with { MainAddress = "nosuch" });

        Assert.Equal("fatal: error processing configuration file '/etc/proftpd.conf'", LoadAssert.Refused(result));
        Assert.Equal(["warning: unable to determine IP address of 'nosuch'"], LoadAssert.Texts(result, Severity.Warning));
        Assert.Equal(["error: no valid servers configured"], LoadAssert.Texts(result, Severity.Error));
    }

    [Theory]
    [InlineData("DefaultAddress nosuch", "DefaultAddress: unable to resolve 'nosuch'")]
    [InlineData("DefaultAddress 127.0.0.1 nosuch", "DefaultAddress: error resolving 'nosuch': No such file or directory")]
    [InlineData("DefaultAddress", "DefaultAddress: wrong number of parameters")]
    [InlineData("ServerAlias", "ServerAlias: wrong number of parameters")]
    [InlineData("Port -1", "Port: value must be between 0 and 65535")]
    public void Wrong_values_are_fatal(string line, string message) =>
        Assert.Equal($"fatal: {message} on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused(line + "\n"));

    [Fact]
    public void A_name_in_VirtualHost_is_an_alias_and_further_addresses_are_bound_too()
    {
        var machine = new MemoryMachine();
        machine.Names["ftp.example"] = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")];

        var host = LoadAssert.Accepted(machine.Load("<VirtualHost ftp.example 192.0.2.8>\nServerAlias other\n</VirtualHost>\n")).Servers[1];

        Assert.Equal(["192.0.2.7", "2001:db8::7", "192.0.2.8"], host.Addresses.Select(address => address.ToString()));
        Assert.Equal(["ftp.example", "other"], host.Aliases);
    }

    [Fact]
    public void After_UseIPv6_off_names_resolve_to_IPv4_alone()
    {
        Assert.StartsWith("fatal: DefaultAddress: unable to resolve '::1'", LoadAssert.Refused("UseIPv6 off\nDefaultAddress ::1\n"), StringComparison.Ordinal);
        Assert.StartsWith("fatal: <VirtualHost>: error resolving '::1'", LoadAssert.Refused("UseIPv6 off\n<VirtualHost ::1>\n"), StringComparison.Ordinal);
        var result = new MemoryMachine().Load("<VirtualHost ::1>\n", options => options with { UseIPv6 = false });
        Assert.Null(result.Configuration);
    }

    [Fact]
    public void UseIPv6_off_below_them_takes_addresses_and_servers_away_again()
    {
        var result = new MemoryMachine().Load(
            "DefaultAddress 127.0.0.1 ::1\n<VirtualHost ::1 127.0.0.3>\n</VirtualHost>\n<VirtualHost 127.0.0.2 ::2>\n</VirtualHost>\nUseIPv6 off\n");

        Assert.Equal(["127.0.0.1", "127.0.0.2"], LoadAssert.Accepted(result).Servers.SelectMany(server => server.Addresses).Select(address => address.ToString()));
        Assert.Equal(["warning: unable to determine IP address of '::1'"], LoadAssert.Texts(result, Severity.Warning));
        Assert.Equal(
            ["notice: unable to determine IP address of '::1'", "notice: unable to determine IP address of '::2'"], LoadAssert.Texts(result, Severity.Notice));
    }

    [Fact]
    public void UseIPv6_off_below_a_DefaultAddress_of_IPv6_leaves_no_valid_server()
    {
        var result = new MemoryMachine().Load("DefaultAddress ::1 127.0.0.1\nUseIPv6 off\n");

        Assert.Equal("fatal: error processing configuration file '/etc/proftpd.conf'", LoadAssert.Refused(result));
        Assert.Equal(["warning: unable to determine IP address of '::1'"], LoadAssert.Texts(result, Severity.Warning));
        Assert.Equal(["error: no valid servers configured"], LoadAssert.Texts(result, Severity.Error));
    }

    [Fact]
    public void A_host_without_alias_on_a_taken_address_and_port_is_dropped()
    {
        var result = new MemoryMachine().Load(Hosts);

        Assert.Equal(["ProFTPD", "a"], LoadAssert.Accepted(result).Servers.Select(server => server.Name));
        Assert.Equal(["warning: \"b\" address/port (127.0.0.2:21) already in use by \"a\""], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void N_keeps_it_and_so_does_an_alias_or_another_port()
    {
        Assert.Equal(3, LoadAssert.Accepted(new MemoryMachine().Load(Hosts, options => options with { CheckCollisions = false })).Servers.Count);
        Assert.Equal(3, LoadAssert.Accepted(Hosts.Replace("ServerName b", "ServerAlias b", StringComparison.Ordinal)).Servers.Count);
        Assert.Equal(3, LoadAssert.Accepted(Hosts.Replace("ServerName b", "Port 2121", StringComparison.Ordinal)).Servers.Count);
    }

    [Theory]
    [InlineData("DefaultServer on\n<VirtualHost 127.0.0.2>\nDefaultServer on\n", true)]
    [InlineData("DefaultServer on\n<VirtualHost 127.0.0.2>\nDefaultServer off\n</VirtualHost>\n", false)]
    [InlineData("DefaultServer off\nDefaultServer on\n", false)]
    public void There_is_one_default_server(string text, bool isRefused)
    {
        var result = new MemoryMachine().Load(text);

        Assert.Equal(isRefused, result.Configuration is null);
        if (isRefused)
            Assert.Equal("fatal: DefaultServer: DefaultServer has already been set on line 3 of '/etc/proftpd.conf'", LoadAssert.Refused(result));
    }
}
