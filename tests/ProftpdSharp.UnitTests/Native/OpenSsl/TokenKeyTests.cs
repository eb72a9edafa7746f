using ProftpdSharp.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

public sealed class TokenKeyTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Theory]
    [InlineData("pkcs11:token=a;object=b?pin-value=1234", "pkcs11:token=a;object=b?pin-value=***")]
    [InlineData("PKCS11:token=a;PIN-VALUE=1234;object=b", "PKCS11:token=a;PIN-VALUE=***;object=b")]
    [InlineData("pkcs11:object=b?pin-value=1234&module-name=x", "pkcs11:object=b?pin-value=***&module-name=x")]
    [InlineData("pkcs11:object=b?pin-source=file:/x", "pkcs11:object=b?pin-source=file:/x")]
    [InlineData("/etc/pin-value=1234", "/etc/pin-value=1234")]
    public void Logs_do_not_show_the_PIN(string uri, string shown) => Assert.Equal(shown, TokenKey.WithoutPin(uri));

    /// <summary>Providers of tokens are stores, and so are files.</summary>
    [Fact]
    public void A_store_gives_the_key_and_asks_for_the_PIN_when_it_must()
    {
        using var key = TokenKey.ReadFromStore($"file:{certificates.ServerFile}", [], out _, out var isLocked);
        Assert.Equal((KeyKind.Rsa, false), (key!.Kind, isLocked));

        Assert.Null(TokenKey.ReadFromStore($"file:{certificates.EncryptedKeyFile}", [], out var errors, out isLocked));
        Assert.True(isLocked);
        Assert.False(errors.IsEmpty);
        Assert.Null(TokenKey.ReadFromStore($"file:{certificates.EncryptedKeyFile}", "wrong"u8, out _, out isLocked));
        Assert.True(isLocked);
        using var opened = TokenKey.ReadFromStore($"file:{certificates.EncryptedKeyFile}", "secret"u8, out _, out _);
        Assert.Equal(KeyKind.Rsa, opened!.Kind);

        Assert.Null(TokenKey.ReadFromStore($"file:{certificates.CaFile}", [], out _, out isLocked));
        Assert.False(isLocked);
    }

    [Fact]
    public void A_path_names_no_token() => Assert.False(TokenKey.IsNamedBy("/etc/ssl/private/pkcs11:key"));
}
