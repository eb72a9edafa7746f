using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>The TLSLog's words for client certificates that cannot be verified.</summary>
static class VerificationTexts
{
    public const int ChainTooLong = 22;

    /// <summary>We say so, not OpenSSL.</summary>
    public const int Application = 50;

    /// <summary>The kinds of failure that upstream names; others show their number.</summary>
    static readonly int[] Known = [10, 18, 19, 20, 21, ChainTooLong, 23, 26, Application];

    public static IEnumerable<string> Lines(VerifyStep step, int error)
    {
        var text = OpenSslLibrary.VerifyErrorText(error);
        yield return $"error: unable to verify certificate at depth {step.Depth}: {text}";
        yield return $"error: cert subject: {LogText.Sanitize(step.Subject)}";
        yield return $"error: cert issuer: {LogText.Sanitize(step.Issuer)}";
        yield return Known.Contains(error)
            ? $"client certificate failed verification: {text}"
            : $"error verifying client certificate: [{error}] {text}";
    }
}
