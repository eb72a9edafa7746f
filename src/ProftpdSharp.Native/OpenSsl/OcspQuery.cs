using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>What a responder says of a certificate.</summary>
public enum OcspStatus
{
    Good = 0,
    Revoked = 1,
    Unknown = 2,

    /// <summary>The response cannot be believed or is none; <see cref="OcspAnswer.Problem"/> says why.</summary>
    Invalid = -1,
}

/// <summary>A judged response.</summary>
/// <param name="Status">What it says.</param>
/// <param name="Problem">Why it says nothing; empty for a valid one.</param>
/// <param name="TimeLeft">From now to its nextUpdate; null when it names none.</param>
public readonly record struct OcspAnswer(OcspStatus Status, string Problem, TimeSpan? TimeLeft = null);

/// <summary>A question to an OCSP responder about one certificate, and the judgement of its answer.</summary>
public sealed unsafe class OcspQuery : SafeHandle
{
    const int NonceMissingOrDifferent = 0;
    const nuint TrustOther = 0x200;
    const int Leeway = 300;

    readonly nint _id;

    OcspQuery(nint request, nint id) : base(0, ownsHandle: true)
    {
        SetHandle(request);
        _id = id;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The answer of a server that has none yet: tryLater (RFC 6960 section 2.3).</summary>
    public static ReadOnlySpan<byte> TryLater => [0x30, 0x03, 0x0a, 0x01, 0x03];

    /// <summary>A question about a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">Who signed it.</param>
    /// <param name="hasNonce">Whether an old answer will not do.</param>
    public static OcspQuery Create(Certificate certificate, Certificate issuer, bool hasNonce)
    {
        var id = LibCrypto.OCSP_cert_to_id(0, certificate, issuer);
        var query = new OcspQuery(LibCrypto.OCSP_REQUEST_new(), id);
        if (id == 0 || query.IsInvalid || LibCrypto.OCSP_request_add0_id(query.handle, LibCrypto.OCSP_CERTID_dup(id)) == 0)
            throw new InvalidOperationException($"OCSP request: {OpenSslErrors.Take()}");
        if (hasNonce)
            _ = LibCrypto.OCSP_request_add1_nonce(query.handle, null, -1);
        return query;
    }

    /// <summary>The URLs of responders that a certificate names (authorityInfoAccess).</summary>
    public static IReadOnlyList<string> UrlsIn(Certificate certificate)
    {
        var stack = LibCrypto.X509_get1_ocsp(certificate);
        var urls = new List<string>();
        for (var i = 0; stack != 0 && i < LibCrypto.OPENSSL_sk_num(stack); i++)
            urls.Add(MemoryBio.Text((byte*)LibCrypto.OPENSSL_sk_value(stack, i)));
        LibCrypto.X509_email_free(stack);
        return urls;
    }

    /// <summary>Whether one certificate signed the other, by its names.</summary>
    public static bool IsIssuer(Certificate issuer, Certificate certificate) => LibCrypto.X509_check_issued(issuer, certificate) == 0;

    public byte[] ToDer()
    {
        var der = new byte[LibCrypto.i2d_OCSP_REQUEST(handle, null)];
        fixed (byte* start = der)
        {
            var end = start;
            _ = LibCrypto.i2d_OCSP_REQUEST(handle, &end);
        }
        return der;
    }

    /// <summary>What a response says, once its status, nonce, signature and times are right.</summary>
    /// <param name="der">The response.</param>
    /// <param name="context">Whose CAs are believed.</param>
    /// <param name="issuer">Believed as a signer of responses.</param>
    /// <param name="verifies">Whether the signature matters.</param>
    public OcspAnswer Judge(ReadOnlySpan<byte> der, TlsContext context, Certificate issuer, bool verifies)
    {
        LibCrypto.ERR_clear_error();
        nint response;
        fixed (byte* start = der)
        {
            var end = start;
            response = LibCrypto.d2i_OCSP_RESPONSE(0, &end, der.Length);
        }
        if (response == 0)
            return new OcspAnswer(OcspStatus.Invalid, $"no OCSP response: {OpenSslErrors.Take()}");
        var status = LibCrypto.OCSP_response_status(response);
        var basic = status == 0 ? LibCrypto.OCSP_response_get1_basic(response) : 0;
        var answer = basic == 0
            ? new OcspAnswer(OcspStatus.Invalid, $"response status '{MemoryBio.Text(LibCrypto.OCSP_response_status_str(status))}' ({status})")
            : Judge(basic, context, issuer, verifies);
        LibCrypto.OCSP_BASICRESP_free(basic);
        LibCrypto.OCSP_RESPONSE_free(response);
        LibCrypto.ERR_clear_error();
        return answer;
    }

    OcspAnswer Judge(nint basic, TlsContext context, Certificate issuer, bool verifies)
    {
        // A response without nonce is allowed: big responders sign in advance.
        if (LibCrypto.OCSP_check_nonce(handle, basic) == NonceMissingOrDifferent)
            return new OcspAnswer(OcspStatus.Invalid, "nonces differ");
        if (verifies && !IsSigned(basic, context, issuer))
            return new OcspAnswer(OcspStatus.Invalid, $"unable to verify response signature: {OpenSslErrors.Take()}");
        int status, reason;
        nint revoked, from, until;
        if (LibCrypto.OCSP_resp_find_status(basic, _id, &status, &reason, &revoked, &from, &until) != 1)
            return new OcspAnswer(OcspStatus.Invalid, "response is about another certificate");
        if (LibCrypto.OCSP_check_validity(from, until, Leeway, -1) != 1)
            return new OcspAnswer(OcspStatus.Invalid, $"response is out of date: {OpenSslErrors.Take()}");
        int days, seconds;
        var left = until != 0 && LibCrypto.ASN1_TIME_diff(&days, &seconds, 0, until) == 1 ? new TimeSpan(days, 0, 0, seconds) : (TimeSpan?)null;
        return new OcspAnswer((OcspStatus)status, "", left);
    }

    static bool IsSigned(nint basic, TlsContext context, Certificate issuer)
    {
        var others = LibCrypto.OPENSSL_sk_new_null();
        _ = LibCrypto.OPENSSL_sk_push(others, issuer.DangerousGetHandle());
        var verified = LibCrypto.OCSP_basic_verify(basic, others, LibSsl.SSL_CTX_get_cert_store(context), TrustOther) == 1;
        LibCrypto.OPENSSL_sk_free(others);
        GC.KeepAlive(issuer);
        return verified;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.OCSP_REQUEST_free(handle);
        LibCrypto.OCSP_CERTID_free(_id);
        return true;
    }
}
