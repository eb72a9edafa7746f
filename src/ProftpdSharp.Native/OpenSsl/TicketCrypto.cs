namespace ProftpdSharp.Native.OpenSsl;

/// <summary>How tickets are protected and when they are renewed.</summary>
static unsafe class TicketCrypto
{
    internal const int Failed = -1;
    const int UnknownKey = 0;
    const int Ready = 1;
    const int ReadyButOld = 2;

    const int StatusEmpty = 3;
    const int StatusNoDecrypt = 4;
    const int StatusSuccess = 5;
    const int StatusSuccessRenew = 6;

    const int ReturnIgnore = 1;
    const int ReturnIgnoreRenew = 2;
    const int ReturnUse = 3;
    const int ReturnUseRenew = 4;

    const int IvSize = 16;

    /// <summary>Sets up cipher and MAC for a new ticket or for one that a client sent (SSL_CTX_set_tlsext_ticket_key_evp_cb).</summary>
    internal static int Prepare(TicketKeyRing? ring, byte* name, byte* iv, nint cipher, nint mac, bool encrypt)
    {
        if (ring is null)
        {
            return encrypt ? Failed : UnknownKey;
        }
        if (encrypt)
        {
            var newest = ring.Newest();
            newest.Name.CopyTo(new Span<byte>(name, TicketKey.NameSize));
            return LibCrypto.RAND_bytes(iv, IvSize) == 1 && Start(newest, iv, cipher, mac, encrypt) ? Ready : Failed;
        }
        if (ring.Find(new ReadOnlySpan<byte>(name, TicketKey.NameSize)) is not var (key, isNewest))
        {
            return UnknownKey;
        }
        if (!Start(key, iv, cipher, mac, encrypt))
        {
            return Failed;
        }
        return isNewest ? Ready : ReadyButOld;
    }

    /// <summary>Whether the client sent a ticket at all, not only its wish for one.</summary>
    internal static bool IsTicket(int status) => status != StatusEmpty;

    /// <summary>What to do with a ticket after it was looked at (SSL_CTX_set_session_ticket_cb's second callback).</summary>
    internal static int Decide(int status, bool isTls13, bool renews) => status switch
    {
        StatusEmpty or StatusNoDecrypt => ReturnIgnoreRenew,
        StatusSuccess => isTls13 && renews ? ReturnUseRenew : ReturnUse,
        StatusSuccessRenew => renews ? ReturnUseRenew : ReturnUse,
        _ => ReturnIgnore,
    };

    static bool Start(TicketKey key, byte* iv, nint cipher, nint mac, bool encrypt)
    {
        fixed (byte* cipherKey = key.CipherKey, macKey = key.MacKey, keyName = "key\0"u8, digestName = "digest\0"u8, sha256 = "SHA256\0"u8)
        {
            var parameters = stackalloc LibCrypto.OsslParameter[3];
            parameters[0] = Parameter(keyName, LibCrypto.OsslParameter.OctetString, macKey, key.MacKey.Length);
            parameters[1] = Parameter(digestName, LibCrypto.OsslParameter.Utf8String, sha256, "SHA256"u8.Length);
            parameters[2] = default;
            var ready = encrypt
                ? LibCrypto.EVP_EncryptInit_ex(cipher, LibCrypto.EVP_aes_256_cbc(), 0, cipherKey, iv)
                : LibCrypto.EVP_DecryptInit_ex(cipher, LibCrypto.EVP_aes_256_cbc(), 0, cipherKey, iv);
            return ready == 1 && LibCrypto.EVP_MAC_CTX_set_params(mac, parameters) == 1;
        }
    }

    static LibCrypto.OsslParameter Parameter(byte* name, uint type, byte* data, int size) =>
        new() { Key = name, Type = type, Data = data, Size = (nuint)size, ReturnSize = nuint.MaxValue };
}
