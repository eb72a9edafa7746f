namespace ProftpdSharp.Native.OpenSsl;

/// <summary>
/// Private keys that stay in a token: <c>pkcs11:</c> URIs (RFC 7512), through OpenSSL's provider of that name where there is one, else through its engine.
/// Which module they use, their own settings say (openssl.cnf, p11-kit).
/// </summary>
public static unsafe class TokenKey
{
    const string Scheme = "pkcs11:";
    const string Name = "pkcs11";
    const ulong LoadSettings = 0x40;
    const ulong DynamicEngines = 0x400;

    /// <summary>Loaded for as long as the process lives: keys refer to it.</summary>
    static readonly Lazy<Access> Tokens = new(Load);

    static readonly Lazy<nint> PinMethod = new(() => LibCrypto.UI_UTIL_wrap_read_pem_callback(PassPhraseAnswer.Callback, 0));

    enum AccessKind
    {
        None,
        Provider,
        Engine,
    }

    /// <summary>Whether this names a key in a token, and OpenSSL can reach tokens here; if not, it is a path like any other.</summary>
    public static bool IsNamedBy(string location) => location.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Tokens.Value.Kind != AccessKind.None;

    /// <summary>The URI as logs may show it.</summary>
    public static string WithoutPin(string uri)
    {
        var start = uri.IndexOf("pin-value=", StringComparison.OrdinalIgnoreCase);
        if (start < 0 || !uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return uri;
        start += "pin-value=".Length;
        var length = uri.AsSpan(start).IndexOfAny('&', ';', '?');
        return string.Concat(uri.AsSpan(0, start), "***", length < 0 ? "" : uri.AsSpan(start + length));
    }

    /// <summary>The key that a URI names; null, with the errors, when it is not to be had.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="pin">The token's PIN where the URI does not say it; empty for none.</param>
    /// <param name="errors">What OpenSSL says.</param>
    /// <param name="isLocked">Whether a PIN was asked for.</param>
    internal static PrivateKey? Read(string uri, ReadOnlySpan<byte> pin, out OpenSslErrors errors, out bool isLocked)
    {
        var access = Tokens.Value;
        return Ask(
            pin,
            answer => access.Kind == AccessKind.Provider
                ? ReadStored(uri, answer)
                : LibCrypto.ENGINE_load_private_key(access.Engine, uri, PinMethod.Value, (void*)answer),
            out errors, out isLocked);
    }

    /// <summary>The same from any of OpenSSL's stores, files among them.</summary>
    internal static PrivateKey? ReadFromStore(string uri, ReadOnlySpan<byte> pin, out OpenSslErrors errors, out bool isLocked) =>
        Ask(pin, answer => ReadStored(uri, answer), out errors, out isLocked);

    static PrivateKey? Ask(ReadOnlySpan<byte> pin, Func<nint, nint> read, out OpenSslErrors errors, out bool isLocked)
    {
        fixed (byte* text = pin)
        {
            var answer = new PassPhraseAnswer { Text = text, Length = pin.IsEmpty ? PassPhraseAnswer.NoAnswer : pin.Length };
            LibCrypto.ERR_clear_error();
            var key = read((nint)(&answer));
            errors = OpenSslErrors.Take();
            isLocked = answer.WasAsked;
            return key == 0 ? null : new PrivateKey(key);
        }
    }

    static nint ReadStored(string uri, nint answer)
    {
        var store = LibCrypto.OSSL_STORE_open(uri, PinMethod.Value, (void*)answer, 0, 0);
        if (store == 0)
            return 0;
        _ = LibCrypto.OSSL_STORE_expect(store, LibCrypto.StoredKey);
        nint key = 0;
        while (key == 0 && LibCrypto.OSSL_STORE_eof(store) == 0)
        {
            var found = LibCrypto.OSSL_STORE_load(store);
            if (found == 0)
                break;
            key = LibCrypto.OSSL_STORE_INFO_get1_PKEY(found);
            LibCrypto.OSSL_STORE_INFO_free(found);
        }
        _ = LibCrypto.OSSL_STORE_close(store);
        return key;
    }

    static Access Load()
    {
        _ = LibCrypto.OPENSSL_init_crypto(LoadSettings | DynamicEngines, 0);
        try
        {
            if (LibCrypto.OSSL_PROVIDER_try_load(0, Name, 1) != 0)
                return new Access(AccessKind.Provider, 0);
            var engine = LibCrypto.ENGINE_by_id(Name);
            return engine != 0 && LibCrypto.ENGINE_init(engine) == 1 ? new Access(AccessKind.Engine, engine) : default;
        }
        finally
        {
            LibCrypto.ERR_clear_error();
        }
    }

    readonly record struct Access(AccessKind Kind, nint Engine);
}
