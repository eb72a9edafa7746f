using ProftpdSharp.Configuration;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Everything of a server's settings that shapes its OpenSSL context. Servers and sessions with equal settings share one.</summary>
sealed record ContextSettings
{
    public required ProtocolSet Protocols { get; init; }

    public required string CipherList { get; init; }

    public required string? CipherSuites { get; init; }

    public required bool ServerPreference { get; init; }

    public required KeyPairFiles Rsa { get; init; }

    public required KeyPairFiles Dsa { get; init; }

    public required KeyPairFiles Ec { get; init; }

    public required string? Pkcs12File { get; init; }

    public required string? ChainFile { get; init; }

    public required string? CaFile { get; init; }

    public required string? CaPath { get; init; }

    public required string? CrlFile { get; init; }

    public required string? CrlPath { get; init; }

    public required ClientVerification Verification { get; init; }

    public required int VerifyDepth { get; init; }

    /// <summary>Paths, separated by NUL so that the record compares them.</summary>
    public required string DhFiles { get; init; }

    public required string? Groups { get; init; }

    /// <summary>Identity and path of each TLSPreSharedKey, separated by NUL; the pairs by line feeds, which no line of a configuration has.</summary>
    public required string PreSharedKeys { get; init; }

    public required bool NextProtocol { get; init; }

    public required string? ServerInfoFile { get; init; }

    public required bool Tickets { get; init; }

    public required SessionCacheSetting Cache { get; init; }

    public required RenegotiationSetting Renegotiation { get; init; }

    /// <summary>Those of TLSOptions that matter to a context.</summary>
    public required TlsOption Options { get; init; }

    public required StaplingSetting Stapling { get; init; }

    /// <summary>Where the secrets of sessions go; null for nowhere.</summary>
    public required string? KeyLogFile { get; init; }

    /// <summary>Whether changed files are picked up.</summary>
    public required bool WatchesFiles { get; init; }

    /// <summary>The files whose changes matter to new connections.</summary>
    public IEnumerable<string> Files => new[]
    {
        Rsa.Certificate, Rsa.Key, Dsa.Certificate, Dsa.Key, Ec.Certificate, Ec.Key, Pkcs12File, ChainFile, CaFile, CrlFile,
    }.OfType<string>();

    /// <summary>The directories whose files matter in the same way.</summary>
    public IEnumerable<string> Directories => new[] { CaPath, CrlPath }.OfType<string>();

    /// <summary>Whether a key is in a token, which takes its time to sign.</summary>
    public bool HasTokenKey => new[] { Rsa.Key, Dsa.Key, Ec.Key }.OfType<string>().Any(TokenKey.IsNamedBy);

    public bool HasCertificate => Rsa.Certificate is not null || Dsa.Certificate is not null || Ec.Certificate is not null || Pkcs12File is not null;

    /// <summary>The same for SSCN's client role: no client verification to announce and no certificate to show.</summary>
    public ContextSettings ForClient() => this with
    {
        Rsa = default,
        Dsa = default,
        Ec = default,
        Pkcs12File = null,
        ChainFile = null,
        Verification = ClientVerification.Off,
        ServerInfoFile = null,
        KeyLogFile = null,
        Stapling = default,
        PreSharedKeys = "",
    };

    const TlsOption Shaping =
        TlsOption.AllowClientRenegotiations | TlsOption.AllowWeakDH | TlsOption.AllowWeakSecurity | TlsOption.EnableDiags
        | TlsOption.NoEmptyFragments;

    /// <param name="server">The server in force.</param>
    /// <param name="main">The main server: the session cache is the whole daemon's.</param>
    public static ContextSettings Of(ConfigScope server, ConfigScope main) => new()
    {
        Protocols = server.Get(Settings.Protocols.TlsProtocol),
        CipherList = Ciphers.ListIn(server),
        CipherSuites = Ciphers.SuitesIn(server),
        ServerPreference = server.Get(Ciphers.TlsServerCipherPreference),
        Stapling = new(
            server.Get(Settings.Stapling.TlsStapling), StaplingOptions(server), server.Get(Settings.Stapling.TlsStaplingResponder),
            server.Get(Settings.Stapling.TlsStaplingTimeout)),
        KeyLogFile = server.Get(Additions.TlsKeyLogFile),
        WatchesFiles = server.Get(Additions.TlsCertificateWatch),
        Rsa = new(server.Get(Settings.CertificateFiles.TlsRsaCertificateFile), server.Get(Settings.CertificateFiles.TlsRsaCertificateKeyFile)),
        Dsa = new(server.Get(Settings.CertificateFiles.TlsDsaCertificateFile), server.Get(Settings.CertificateFiles.TlsDsaCertificateKeyFile)),
        Ec = new(server.Get(Settings.CertificateFiles.TlsEcCertificateFile), server.Get(Settings.CertificateFiles.TlsEcCertificateKeyFile)),
        Pkcs12File = server.Get(Settings.CertificateFiles.TlsPkcs12File),
        ChainFile = server.Get(Settings.CertificateFiles.TlsCertificateChainFile),
        CaFile = server.Get(Authorities.TlsCaCertificateFile),
        CaPath = server.Get(Authorities.TlsCaCertificatePath),
        CrlFile = server.Get(Authorities.TlsCaRevocationFile),
        CrlPath = server.Get(Authorities.TlsCaRevocationPath),
        Verification = server.Get(Authorities.TlsVerifyClient),
        VerifyDepth = server.Get(Authorities.TlsVerifyDepth),
        DhFiles = string.Join('\0', server.All(KeyExchange.TlsDhParamFile).Select(record => record.Value)),
        Groups = server.Get(KeyExchange.TlsEcdhCurve),
        PreSharedKeys = string.Join('\n', server.All(KeyExchange.TlsPreSharedKey).Select(record => $"{record.Value!.Identity}\0{record.Value.Path}")),
        NextProtocol = server.Get(Extensions.TlsNextProtocol),
        ServerInfoFile = server.Get(Extensions.TlsServerInfoFile),
        Tickets = server.Get(SessionCache.TlsSessionTickets),
        Cache = main.Get(SessionCache.TlsSessionCache),
        Renegotiation = server.Get(Settings.Renegotiation.TlsRenegotiate),
        Options = Settings.Options.In(server) & Shaping,
    };

    static StaplingOption StaplingOptions(ConfigScope server) =>
        server.All(Settings.Stapling.TlsStaplingOptions).Aggregate(StaplingOption.None, (options, record) => options | record.Value);
}

/// <summary>A certificate and its key; without a key file the certificate's file holds the key.</summary>
readonly record struct KeyPairFiles(string? Certificate, string? Key)
{
    public string? KeyFile => Key ?? Certificate;
}
