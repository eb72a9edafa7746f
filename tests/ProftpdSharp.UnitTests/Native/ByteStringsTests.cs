using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

public class ByteStringsTests
{
    [Fact]
    public void Every_byte_survives_the_way_there_and_back()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        Assert.Equal(bytes, ByteStrings.ToBytes(ByteStrings.FromBytes(bytes)));
    }

    [Fact]
    public void A_char_that_is_no_byte_is_refused_and_not_replaced() =>
        Assert.Throws<ArgumentException>(() => ByteStrings.ToBytes("\u20ac"));

    [Fact]
    public void Terminated_text_ends_at_its_NUL()
    {
        Assert.Equal("ab", ByteStrings.FromTerminated("ab\0cd"u8));
        Assert.Equal("abcd", ByteStrings.FromTerminated("abcd"u8));
    }

    [Theory]
    [InlineData("plain", true)]
    [InlineData("", true)]
    [InlineData("\u0001\u00ff", true)]
    [InlineData("a\0b", false)]
    [InlineData("\u0100", false)]
    public void Only_bytes_without_NUL_can_be_passed_to_C(string text, bool passable) =>
        Assert.Equal(passable, ByteStrings.IsPassable(text));
}
