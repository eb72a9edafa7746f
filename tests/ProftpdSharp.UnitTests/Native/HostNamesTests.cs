using System.Net;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>Names become what the resolver says and nothing else.</summary>
public sealed class HostNamesTests
{
    [Theory]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("0", "0.0.0.0")]
    [InlineData("::1", "::1")]
    public void Addresses_are_read_as_the_C_library_reads_them(string name, string address) => Assert.Equal([IPAddress.Parse(address)], HostNames.Addresses(name));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    public void What_is_no_name_has_no_address(string name) => Assert.Empty(HostNames.Addresses(name));

    [Fact]
    public void Localhost_is_this_host_once() => Assert.Single(HostNames.Addresses("localhost"), IPAddress.Loopback);
}
