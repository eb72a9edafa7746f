using System.Net;
using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 4: value primitives.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("on", true)]
    [InlineData("YES", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("oFF", false)]
    [InlineData("no", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("y", null)]
    [InlineData("", null)]
    [InlineData("enabled", null)]
    [InlineData("2", null)]
    [InlineData("on,", null)]
    public void Booleans(string word, bool? value) => Assert.Equal(value, Values.AsBoolean(word));

    [Theory]
    [InlineData("01:02:03", 3723)]
    [InlineData("1:2:3", 3723)]
    [InlineData("10", 10)]
    [InlineData("0", 0)]
    [InlineData("10s", 10)]
    [InlineData("10SEC", 10)]
    [InlineData("2m", 120)]
    [InlineData("2min", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1hr", 3600)]
    [InlineData("1h30m", 60)]
    [InlineData("5.5s", 5)]
    [InlineData("10 s", 10)]
    [InlineData(" +5", 5)]
    [InlineData("0:0:300", 30)]
    [InlineData("+1: 2:3 and more", 3723)]
    [InlineData("4294967297", 1)]
    public void Durations(string word, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Values.Duration(word, out _));

    [Theory]
    [InlineData("-1", "Numerical result out of range")]
    [InlineData("1:00", "Invalid argument")]
    [InlineData("abc", "Invalid argument")]
    [InlineData("", "Invalid argument")]
    [InlineData("100:00:00", "Invalid argument")]
    [InlineData("s", "Invalid argument")]
    [InlineData("x10s", "Invalid argument")]
    [InlineData("5 ", "Invalid argument")]
    [InlineData("1hour", "Invalid argument")]
    [InlineData("-1:0:9", "Numerical result out of range")]
    [InlineData("2147483648", "Numerical result out of range")]
    [InlineData("99999999999999999999", "Numerical result out of range")]
    public void Durations_that_are_none(string word, string error)
    {
        Assert.Null(Values.Duration(word, out var said));
        Assert.Equal(error, said);
    }

    [Theory]
    [InlineData("5", "B", 5UL)]
    [InlineData("5", "kb", 5UL << 10)]
    [InlineData("5", "MB", 5UL << 20)]
    [InlineData("5", "Gb", 5UL << 30)]
    [InlineData("5", "tb", 5UL << 40)]
    [InlineData("5", "", 5UL)]
    [InlineData(" +5", "B", 5UL)]
    [InlineData("", "B", 0UL)]
    public void Sizes(string number, string unit, ulong? bytes) => Assert.Equal(bytes, Values.Size(number, unit, out _));

    [Theory]
    [InlineData("-5", "B", "Invalid argument")]
    [InlineData("x", "B", "Invalid argument")]
    [InlineData("5 ", "B", "Invalid argument")]
    [InlineData("5", "PB", "Invalid argument")]
    [InlineData("99999999999999", "TB", "Numerical result out of range")]
    [InlineData("18446744073709551616", "B", "Numerical result out of range")]
    public void Sizes_that_are_none(string number, string unit, string error)
    {
        Assert.Null(Values.Size(number, unit, out var said));
        Assert.Equal(error, said);
    }

    [Theory]
    [InlineData("21x", 21)]
    [InlineData("abc", 0)]
    [InlineData(" -7", -7)]
    [InlineData("+3", 3)]
    [InlineData("", 0)]
    [InlineData("4294967317", 21)]
    public void Atoi_reads_what_is_a_number(string word, int number) => Assert.Equal(number, Values.Atoi(word));

    [Theory]
    [InlineData("022", 18L)]
    [InlineData("+22", 18L)]
    [InlineData(" -1", -1L)]
    [InlineData("10000", 4096L)]
    [InlineData("77777777777777777777777", long.MaxValue)]
    [InlineData("8", null)]
    [InlineData("5 ", null)]
    [InlineData("", null)]
    public void Octal_numbers(string word, long? number) => Assert.Equal(number, Values.OctalNumber(word));

    [Theory]
    [InlineData("5", 5L)]
    [InlineData(" -5", -5L)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("5x", null)]
    [InlineData("5 ", null)]
    [InlineData("", null)]
    [InlineData("0x5", null)]
    public void Whole_numbers(string word, long? number) => Assert.Equal(number, Values.WholeNumber(word));

    [Theory]
    [InlineData(" +5", 5)]
    [InlineData("0", null)]
    [InlineData("2147483648", null)]
    [InlineData("4294967297", 1)]
    public void Numbers_above_zero(string word, int? number) => Assert.Equal(number, Values.PositiveNumber(word));

    [Theory]
    [InlineData("all", "10.1.2.3", true)]
    [InlineData("none", "10.1.2.3", false)]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("10.1.2.3/32", "10.1.2.3", true)]
    [InlineData("0.0.0.0/0", "10.1.2.3", true)]
    [InlineData("::/0", "10.1.2.3", false)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("10.1.2.", "10.1.2.3", true)]
    [InlineData("10.1.2.", "10.1.20.3", false)]
    [InlineData("10.[0-9].*", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData(".example.com", "10.1.2.3", true)]
    [InlineData("HOST.example.com", "10.1.2.3", false)]
    [InlineData("example.com", "10.1.2.3", false)]
    [InlineData("host*", "10.1.2.3", true)]
    public void Acl_elements_match(string word, string client, bool matches)
    {
        var element = AclElement.Parse(word, true, out _);

        Assert.Equal(matches, element?.Matches(IPAddress.Parse(client), ["host.example.com"]));
    }

    [Theory]
    [InlineData(".example.com")]
    [InlineData("host*")]
    [InlineData("host.example.com")]
    public void Names_match_nobody_when_reverse_dns_is_off(string word) =>
        Assert.False(AclElement.Parse(word, true, out _)?.Matches(IPAddress.Loopback, []));

    [Theory]
    [InlineData("127.*", false)]
    [InlineData("127.0.0.1*", false)]
    [InlineData("10.[0-9].1.1", false)]
    [InlineData("!*:1", false)]
    [InlineData(".*", false)]
    [InlineData("127.", true)]
    [InlineData("1*", true)]
    [InlineData("*", true)]
    [InlineData("x1.*", true)]
    [InlineData("*.example.com", true)]
    public void Without_IPv6_a_pattern_that_looks_like_an_address_is_refused(string word, bool isAccepted)
    {
        Assert.Equal(isAccepted, AclElement.Parse(word, false, out var error) is not null);
        Assert.Equal(isAccepted ? "" : $"bad ACL definition '{word}': No such file or directory", error);
    }

    [Fact]
    public void An_exclamation_mark_negates()
    {
        var element = AclElement.Parse("!10.0.0.0/8", true, out _);

        Assert.False(element?.Selects(IPAddress.Parse("10.1.1.1"), []));
        Assert.True(element?.Selects(IPAddress.Parse("11.1.1.1"), []));
    }

    [Theory]
    [InlineData("10.0.0.0/33", "bad ACL definition '10.0.0.0/33': Invalid argument")]
    [InlineData("::1/129", "bad ACL definition '::1/129': Invalid argument")]
    [InlineData("10.0.0.0/255.0.0.0", "bad ACL definition '10.0.0.0': Invalid argument")]
    [InlineData("10.0.0.0/x", "bad ACL definition '10.0.0.0': Invalid argument")]
    [InlineData("10.0.0.0/-1", "bad ACL definition '10.0.0.0/-1': Invalid argument")]
    [InlineData("/8", "bad ACL definition '': No such file or directory")]
    [InlineData("example.com/8", "bad ACL definition 'example.com': Invalid argument")]
    [InlineData("300.1.2.3", "bad ACL definition '300.1.2.3': No such file or directory")]
    public void Acl_elements_that_are_none(string word, string error)
    {
        Assert.Null(AclElement.Parse(word, true, out var said));
        Assert.Equal(error, said);
    }

    [Theory]
    [InlineData("::1", "::1", "Address family not supported by protocol", "match '::1'")]
    [InlineData("!::1", "!::1", "Address family not supported by protocol", "match '::1'")]
    [InlineData("::1.2.3.4", "::1.2.3.4", "Address family not supported by protocol", null)]
    [InlineData("!fe80::/10", "!fe80::", "Address family not supported by protocol", null)]
    [InlineData("::1/129", "::1", "Address family not supported by protocol", null)]
    [InlineData("::ffff:127.0.0.0/104", "::ffff:127.0.0.0/104", "Invalid argument", null)]
    [InlineData("host:1", "host:1", "No such file or directory", "match 'host:1'")]
    [InlineData("!::1*", "!::1*", "No such file or directory", "glob '::1*'")]
    [InlineData("x:*", "x:*", "No such file or directory", "glob 'x:*'")]
    [InlineData("::ffff:7f00:1", null, null, "match '::ffff:7f00:1'")]
    [InlineData("::ffff:127.0.0.1", null, null, null)]
    [InlineData("::ffff:127.0.0.0/24", null, null, null)]
    [InlineData("*.x:y", null, null, null)]
    public void Without_IPv6_its_addresses_are_refused(string word, string? shown, string? reason, string? doubt)
    {
        var element = AclElement.Parse(word, false, out var error);

        Assert.Equal(shown is null, element is not null);
        Assert.Equal(shown is null ? "" : $"bad ACL definition '{shown}': {reason}", error);
        Assert.Equal(
            doubt is null ? null : $"warning: possibly using IPv6 {doubt} when IPv6 support is disabled, which will not work as expected",
            AclElement.Doubt(word, false, element));
    }
}
