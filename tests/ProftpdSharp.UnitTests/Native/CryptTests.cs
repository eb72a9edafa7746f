using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

public class CryptTests
{
    const string Password = "pass w\u00c3\u00b6rd";

    /// <summary>Hashes made by `openssl passwd` (the first three) and perl's crypt.</summary>
    [Theory]
    [InlineData(Password, "$1$abcdefgh$qpMmn7GbKJvZCGmRMyzvT0")]
    [InlineData(Password, "$5$abcdefgh$pawslL92fcJUS1FBrwPzX2tZThMO8u6c5CwQCLVo284")]
    [InlineData(Password, "$6$abcdefgh$VUzTbg8TsP1EBtOIRBs1rDSwg5K5BWhU/g5Rox0APV4875R88RpyVsw9L3zquA.OwDtClhlgmCU/0Q3waSoQb/")]
    [InlineData("secret", "abNANd1rDfiNc")]
    [InlineData("secret", "_J9..CCCCcAjMsTRdVIM")]
    [InlineData("secret", "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$GmcwIgvdUC9qLWcKCi6gklUa1dM3ziD43YxYNURLKy0")]
    [InlineData("secret", "$gy$j9T$F5Jx5fExrKuPp53xLKQ..1$uE5FcoxTz78xZpMZkpTmj/0MogyeNUSLIjdCxpQjz.8")]
    [InlineData("secret", "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a")]
    [InlineData("secret", "$7$CU..../....2Q9obwLhin8qvQl6sisAO/$zLxvLFYPM5KAGpCZJUSlO9j165rU./sf1Adr0M4C5A4")]
    public void The_right_password_alone_matches(string password, string hash)
    {
        var bytes = ByteStrings.ToBytes(password);
        Assert.True(Crypt.Verify(bytes, hash));
        Assert.False(Crypt.Verify(bytes.AsSpan(1), hash));
        Assert.False(Crypt.Verify([], hash));
        Assert.False(Crypt.Verify(bytes, hash[..^1]));
        Assert.False(Crypt.Verify(bytes, "!" + hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*0")]
    [InlineData("*1")]
    [InlineData("!")]
    [InlineData("x")]
    [InlineData("secret")]
    [InlineData("$nonsense$salt$hash")]
    [InlineData("$6$")]
    [InlineData("\u0394")]
    [InlineData("ab\0NANd1rDfiNc")]
    public void What_is_no_hash_never_matches(string hash)
    {
        Assert.False(Crypt.Verify("secret"u8, hash));
        Assert.False(Crypt.Verify([], hash));
        Assert.False(Crypt.Verify("*0"u8, hash));
    }

    [Fact]
    public void A_password_is_not_cut_at_NUL() => Assert.False(Crypt.Verify("secret\0more"u8, "abNANd1rDfiNc"));

    [Fact]
    public void Empty_and_long_passwords_are_passwords()
    {
        byte[] big = [.. Enumerable.Repeat((byte)'x', 400)];
        foreach (var password in new[] { [], big })
        {
            var hash = Crypt.Hash(password, "$6$rounds=1000$salt");
            Assert.True(hash.Ok);
            Assert.True(Crypt.Verify(password, hash.Value));
        }
    }

    [Fact]
    public void Many_threads_do_not_disturb_each_other()
    {
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            var hash = number % 2 == 0 ? "abNANd1rDfiNc" : "$1$abcdefgh$qpMmn7GbKJvZCGmRMyzvT0";
            var password = ByteStrings.ToBytes(number % 2 == 0 ? "secret" : Password);
            for (var i = 0; i < 50; i++)
            {
                if (!Crypt.Verify(password, hash))
                    Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }
}
