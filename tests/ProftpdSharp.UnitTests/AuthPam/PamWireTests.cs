using System.Text;
using ProftpdSharp.Modules.AuthPam;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.AuthPam;

public sealed class PamWireTests
{
    static readonly PamRequest Request = new(PamRequestKind.LogIn, 7, "proftpd", "j\u00f6rg", "/dev/ftpd1", "host.example");

    [Theory]
    [InlineData("secret")]
    [InlineData("")]
    [InlineData("with blanks and \u00ff")]
    public void A_request_arrives_as_it_was_sent(string password)
    {
        var frame = PamWire.Encode(Request, Encoding.Latin1.GetBytes(password));

        var body = Read(frame!);
        Assert.Equal(Request, PamWire.Decode(body, out var arrived));
        Assert.Equal(password, Encoding.Latin1.GetString(arrived));
    }

    [Fact]
    public void Texts_with_NUL_are_no_request()
    {
        Assert.Null(PamWire.Encode(Request, "a\0b"u8));
        Assert.Null(PamWire.Encode(Request with { User = "a\0b" }, "secret"u8));
    }

    [Fact]
    public void Longer_requests_than_anybody_reads_are_not_sent() => Assert.Null(PamWire.Encode(Request, new byte[1 << 16]));

    [Fact]
    public void An_answer_arrives_as_it_was_sent()
    {
        var answer = new PamAnswer(PamStep.Account, PamCode.AccountExpired, TimeSpan.FromMilliseconds(1900), "User account has expired");

        Assert.Equal(answer, PamWire.Decode(Read(PamWire.Encode(answer))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0005\0\0")]
    [InlineData("\u0005\0\0\0abc")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\0\0\0\u007f")]
    public void Half_a_frame_and_impossible_lengths_are_the_end(string bytes) => Assert.Null(TryRead(Encoding.Latin1.GetBytes(bytes)));

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0001\0\0\0no end")]
    public void A_body_that_nobody_sends_is_no_request(string body) =>
        Assert.Null(PamWire.Decode(Encoding.Latin1.GetBytes(body), out _));

    [Fact]
    public void An_answer_that_is_too_short_counts_as_none() => Assert.Equal(PamStep.NoAnswer, PamWire.Decode([0, 0, 0]).Step);

    static byte[] Read(byte[] frame) => TryRead(frame) ?? throw new InvalidDataException("no frame");

    /// <summary>Byte by byte, as a pipe may give them.</summary>
    static byte[]? TryRead(byte[] bytes)
    {
        var at = 0;
        return PamWire.Read(room =>
        {
            if (at == bytes.Length)
                return 0;
            room.Span[0] = bytes[at++];
            return 1;
        });
    }
}
