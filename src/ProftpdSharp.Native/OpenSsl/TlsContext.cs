using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>
/// What many connections share (SSL_CTX). Set up by one thread, then read by all: nothing changes once a connection uses it.
/// Methods that return errors return <see langword="null"/> when they succeeded.
/// </summary>
public sealed unsafe class TlsContext : SafeHandle
{
    const int ModePartialWrite = 1;
    const int ModeMovingBuffer = 2;
    const int ModeAutoRetry = 4;
    const int ModeReleaseBuffers = 16;
    const int SessionCacheServer = 2;
    const int SessionCacheNoInternal = 0x300;
    const int FileTypePem = 1;
    const nuint CrlCheckAll = 0x4 | 0x8;

    TlsContext(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    public TlsVersion MinVersion { get; private set; }

    public TlsVersion MaxVersion { get; private set; }

    public PeerVerification Verification { get; private set; }

    /// <summary>How many CA certificates may stand between the peer's certificate and a root.</summary>
    public int VerifyDepth { get; private set; } = 100;

    /// <summary>Whether connections report their messages to <see cref="TlsEvents.OnMessage"/>.</summary>
    public bool ReportsMessages { get; private set; }

    internal string? Groups { get; private set; }

    internal bool HasPreSharedKeys { get; private set; }

    public TlsOptions Options => (TlsOptions)LibSsl.SSL_CTX_get_options(this);

    /// <summary>OpenSSL's security level, 0 to 5; at 1 and above OpenSSL 3 has no TLS 1.0 and 1.1 signatures.</summary>
    public int SecurityLevel
    {
        get => LibSsl.SSL_CTX_get_security_level(this);
        set => LibSsl.SSL_CTX_set_security_level(this, value);
    }

    /// <summary>A context for either role with the modes that non-blocking descriptors need, all callbacks wired and no session cache.</summary>
    public static TlsContext Create()
    {
        var context = new TlsContext(LibSsl.SSL_CTX_new(LibSsl.TLS_method()));
        if (context.IsInvalid)
        {
            throw new InvalidOperationException($"SSL_CTX_new failed: {OpenSslErrors.Take()}");
        }
        const int modes = ModePartialWrite | ModeMovingBuffer | ModeAutoRetry | ModeReleaseBuffers;
        _ = LibSsl.SSL_CTX_ctrl(context, LibSsl.CtrlMode, modes, 0);
        LibSsl.SSL_CTX_set_client_hello_cb(context, &TlsCallbacks.ClientHello, 0);
        LibSsl.SSL_CTX_set_info_callback(context, &TlsCallbacks.Info);
        _ = LibSsl.SSL_CTX_set_tlsext_ticket_key_evp_cb(context, &TlsCallbacks.TicketKey);
        _ = LibSsl.SSL_CTX_set_session_ticket_cb(context, &TlsCallbacks.GenerateTicket, &TlsCallbacks.DecryptTicket, 0);
        context.UseSessionCache(false);
        return context;
    }

    public void AddOptions(TlsOptions options) => LibSsl.SSL_CTX_set_options(this, (ulong)options);

    public void RemoveOptions(TlsOptions options) => LibSsl.SSL_CTX_clear_options(this, (ulong)options);

    /// <summary>The lowest and the highest version spoken; holes are set with options.</summary>
    public OpenSslErrors? SetVersions(TlsVersion min, TlsVersion max)
    {
        LibCrypto.ERR_clear_error();
        if (LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlMinProtocol, (nint)min, 0) != 1
            || LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlMaxProtocol, (nint)max, 0) != 1)
        {
            return OpenSslErrors.Take();
        }
        (MinVersion, MaxVersion) = (min, max);
        return null;
    }

    /// <summary>The cipher list of TLS 1.2 and below.</summary>
    public OpenSslErrors? SetCipherList(string list) => Check(() => LibSsl.SSL_CTX_set_cipher_list(this, list) == 1);

    /// <summary>The cipher suites of TLS 1.3.</summary>
    public OpenSslErrors? SetCipherSuites(string list) => Check(() => LibSsl.SSL_CTX_set_ciphersuites(this, list) == 1);

    /// <summary>The key exchange groups, separated by colons; null or <c>auto</c> leaves OpenSSL's.</summary>
    public OpenSslErrors? SetGroups(string? groups)
    {
        if (groups is null)
        {
            return null;
        }
        var errors = Check(() => LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlGroupsList, 0, groups) == 1);
        if (errors is null)
            Groups = groups;
        return errors;
    }

    public OpenSslErrors? UseCertificate(Certificate certificate) => Check(() => LibSsl.SSL_CTX_use_certificate(this, certificate) == 1);

    /// <summary>The key of the certificate used last.</summary>
    public OpenSslErrors? UseKey(PrivateKey key) =>
        Check(() => LibSsl.SSL_CTX_use_PrivateKey(this, key) == 1 && LibSsl.SSL_CTX_check_private_key(this) == 1);

    /// <summary>Adds a certificate to the chain that is sent with each of this server's certificates.</summary>
    public OpenSslErrors? AddChainCertificate(Certificate certificate)
    {
        // The context takes over the reference it is given.
        _ = LibCrypto.X509_up_ref(certificate.DangerousGetHandle());
        var errors = Check(() => LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlExtraChainCert, 0, certificate.DangerousGetHandle()) == 1);
        GC.KeepAlive(certificate);
        return errors;
    }

    /// <summary>Tries a key file; one that takes a pass phrase is no error.</summary>
    internal OpenSslErrors? TryKeyFile(string path)
    {
        var answer = new PassPhraseAnswer { Length = PassPhraseAnswer.NoAnswer };
        LibSsl.SSL_CTX_set_default_passwd_cb(this, PassPhraseAnswer.Callback);
        LibSsl.SSL_CTX_set_default_passwd_cb_userdata(this, (nint)(&answer));
        var errors = Check(() => LibSsl.SSL_CTX_use_PrivateKey_file(this, path, FileTypePem) == 1);
        return answer.WasAsked ? null : errors;
    }

    /// <summary>Tries a file of certificates.</summary>
    internal OpenSslErrors? TryChainFile(string path) => Check(() => LibSsl.SSL_CTX_use_certificate_chain_file(this, path) == 1);

    /// <summary>Trusts the CA certificates of a PEM file.</summary>
    public OpenSslErrors? TrustFile(string path) => Check(() => LibSsl.SSL_CTX_load_verify_file(this, path) == 1);

    /// <summary>Trusts the CA certificates of a directory with hash names.</summary>
    public OpenSslErrors? TrustDirectory(string path) => Check(() => LibSsl.SSL_CTX_load_verify_dir(this, path) == 1);

    /// <summary>Trusts what OpenSSL trusts by default on this system.</summary>
    public OpenSslErrors? TrustSystem() => Check(() => LibSsl.SSL_CTX_set_default_verify_paths(this) == 1);

    /// <summary>Adds revocation lists and checks every certificate of a chain against them.</summary>
    /// <param name="file">A PEM file, or null.</param>
    /// <param name="directory">A directory with hash names, or null.</param>
    public OpenSslErrors? CheckRevocation(string? file, string? directory)
    {
        var store = LibSsl.SSL_CTX_get_cert_store(this);
        return Check(() => (file is null || LibCrypto.X509_STORE_load_file(store, file) == 1)
            && (directory is null || LibCrypto.X509_STORE_load_path(store, directory) == 1)
            && LibCrypto.X509_STORE_set_flags(store, CrlCheckAll) == 1);
    }

    /// <summary>Names a CA among the acceptable ones of a certificate request.</summary>
    public OpenSslErrors? AddClientCa(Certificate authority) => Check(() => LibSsl.SSL_CTX_add_client_CA(this, authority) == 1);

    public void SetVerification(PeerVerification verification, int depth)
    {
        (Verification, VerifyDepth) = (verification, depth);
        LibSsl.SSL_CTX_set_verify(this, (int)verification, &TlsCallbacks.Verify);
        LibSsl.SSL_CTX_set_verify_depth(this, depth);
    }

    /// <summary>Session ids are kept and found by <see cref="TlsEvents"/>, or not used at all. Tickets are independent of it.</summary>
    public void UseSessionCache(bool use)
    {
        var mode = use ? SessionCacheServer | SessionCacheNoInternal : 0;
        _ = LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlSessionCacheMode, mode, 0);
        if (use)
        {
            LibSsl.SSL_CTX_sess_set_new_cb(this, &TlsCallbacks.NewSession);
            LibSsl.SSL_CTX_sess_set_get_cb(this, &TlsCallbacks.FindSession);
        }
    }

    /// <summary>How long sessions and tickets can be resumed.</summary>
    public void SetSessionLifetime(TimeSpan lifetime) => LibSsl.SSL_CTX_set_timeout(this, (nint)lifetime.TotalSeconds);

    /// <summary>How many tickets follow a full TLS 1.3 handshake.</summary>
    public void SetTicketCount(int count) => _ = LibSsl.SSL_CTX_set_num_tickets(this, (nuint)count);

    /// <summary>Lets OpenSSL choose a built-in Diffie-Hellman group by the strength of the key.</summary>
    public void UseAutomaticDh() => LibSsl.SSL_CTX_ctrl(this, LibSsl.CtrlDhAuto, 1, 0);

    /// <summary>Uses Diffie-Hellman parameters.</summary>
    public OpenSslErrors? UseDhParameters(DhParameters parameters)
    {
        LibCrypto.ERR_clear_error();
        if (LibSsl.SSL_CTX_set0_tmp_dh_pkey(this, parameters.DangerousGetHandle()) != 1)
            return OpenSslErrors.Take();
        parameters.SetHandleAsInvalid();
        return null;
    }

    /// <summary>Selects the ALPN protocol id <c>ftp</c> when a client offers it.</summary>
    public void SelectFtpProtocol() => LibSsl.SSL_CTX_set_alpn_select_cb(this, &TlsCallbacks.SelectAlpn, 0);

    /// <summary>Asks <see cref="TlsEvents.FindPreSharedKey"/> for pre-shared keys.</summary>
    public void UsePreSharedKeys()
    {
        HasPreSharedKeys = true;
        LibSsl.SSL_CTX_set_psk_server_callback(this, &TlsCallbacks.PreSharedKey);
    }

    /// <summary>Sends the TLS extensions of a PEM file of serverinfo blocks.</summary>
    public OpenSslErrors? UseServerInfo(string path) => Check(() => LibSsl.SSL_CTX_use_serverinfo_file(this, path) == 1);

    /// <summary>Asks <see cref="TlsEvents.StapledResponse"/> when a client wants the certificate's OCSP response with the handshake.</summary>
    public void StapleResponses() => LibSsl.SSL_CTX_callback_ctrl(this, LibSsl.CtrlStatusCallback, &TlsCallbacks.Staple);

    /// <summary>Reports the secrets of connections to <see cref="TlsEvents.OnSecret"/>.</summary>
    public void ReportSecrets() => LibSsl.SSL_CTX_set_keylog_callback(this, &TlsCallbacks.Secret);

    public void ReportMessages()
    {
        ReportsMessages = true;
        LibSsl.SSL_CTX_set_msg_callback(this, &TlsCallbacks.Message);
    }

    /// <summary>The names of all cipher suites, in the server's order of preference.</summary>
    public IReadOnlyList<string> CipherNames()
    {
        var stack = LibSsl.SSL_CTX_get_ciphers(this);
        var names = new List<string>();
        for (var i = 0; stack != 0 && i < LibCrypto.OPENSSL_sk_num(stack); i++)
        {
            names.Add(MemoryBio.Text(LibSsl.SSL_CIPHER_get_name(LibCrypto.OPENSSL_sk_value(stack, i))));
        }
        return names;
    }

    static OpenSslErrors? Check(Func<bool> call)
    {
        LibCrypto.ERR_clear_error();
        return call() ? null : OpenSslErrors.Take();
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
