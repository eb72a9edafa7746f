using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Logs;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Makes an OpenSSL context of settings: top to bottom, the first thing that fails ends it.</summary>
sealed class ContextBuilder
{
    readonly ContextSettings _settings;
    readonly KeyStore _store;
    readonly TlsContext _tls = TlsContext.Create();
    readonly List<string> _remarks = [];
    readonly List<Certificate> _own = [];
    PreSharedKeys _keys = PreSharedKeys.Read([]);
    KeyLog? _keyLog;
    string? _failure;

    ContextBuilder(ContextSettings settings, KeyStore store) => (_settings, _store) = (settings, store);

    /// <summary>Reads the files that the settings name; blocks for as long as that takes.</summary>
    public static ServerContext Build(ContextSettings settings, KeyStore store)
    {
        var builder = new ContextBuilder(settings, store);
        builder.Protocols();
        builder.CiphersAndGroups();
        builder.Certificates();
        builder.Chain();
        builder.Authorities();
        builder.Resumption();
        builder.Extensions();
        builder.KeyLogging();
        if (builder._failure is null)
            return new ServerContext(settings, builder._tls, null, builder._remarks, builder._keys, builder._keyLog, builder.Stapled());
        builder._tls.Dispose();
        return new ServerContext(settings, null, builder._failure, builder._remarks, builder._keys, null, []);
    }

    void Protocols()
    {
        // Before the certificates: the security level judges them too.
        if (_settings.Options.HasFlag(TlsOption.AllowWeakSecurity))
            _tls.SecurityLevel = 0;
        var (min, max) = Settings.Protocols.Range(_settings.Protocols);
        Require(_tls.SetVersions(min, max), "TLSProtocol");
        _tls.AddOptions(TlsOptions.NoCompression | Settings.Protocols.Holes(_settings.Protocols));
        _tls.AddOptions(_settings.Options.HasFlag(TlsOption.AllowClientRenegotiations) ? TlsOptions.AllowClientRenegotiation : TlsOptions.None);
        _tls.AddOptions(_settings.Renegotiation.Forbidden ? TlsOptions.NoRenegotiation : TlsOptions.None);
        _tls.AddOptions(_settings.Options.HasFlag(TlsOption.NoEmptyFragments) ? TlsOptions.DoNotInsertEmptyFragments : TlsOptions.None);
    }

    void CiphersAndGroups()
    {
        Require(_tls.SetCipherList(_settings.CipherList), $"TLSCipherSuite '{_settings.CipherList}'");
        if (_settings.CipherSuites is { } suites)
            Require(_tls.SetCipherSuites(suites), $"TLSCipherSuite '{suites}'");
        if (_settings.ServerPreference)
            _tls.AddOptions(TlsOptions.CipherServerPreference);
        Require(_tls.SetGroups(_settings.Groups), $"TLSECDHCurve '{_settings.Groups}'");
    }

    void Certificates()
    {
        Pair("RSA", _settings.Rsa);
        Pair("DSA", _settings.Dsa);
        Pair("EC", _settings.Ec);
        if (_settings.Pkcs12File is { } file)
            Archive(file);
        DiffieHellman();
    }

    void Pair(string kind, KeyPairFiles files)
    {
        if (files.Certificate is not { } path || _failure is not null)
            return;
        if (PemFile.ReadCertificate(path, out var errors) is not { } certificate)
        {
            Fail($"error loading TLS{kind}CertificateFile '{path}': {errors}");
            return;
        }
        _own.Add(certificate);
        Require(_tls.UseCertificate(certificate), $"TLS{kind}CertificateFile '{path}'");
        using var key = _store.ReadKey(files.KeyFile!, out errors);
        Require(key is null ? errors : _tls.UseKey(key), $"TLS{kind}CertificateKeyFile '{TokenKey.WithoutPin(files.KeyFile!)}'");
    }

    void Archive(string path)
    {
        if (_failure is not null)
            return;
        if (_store.ReadArchive(path, out var errors) is not { Key: { } key, Certificate: { } certificate } archive)
        {
            Fail($"error loading TLSPKCS12File '{path}': {errors}");
            return;
        }
        _own.Add(certificate);
        Require(_tls.UseCertificate(certificate), $"TLSPKCS12File '{path}'");
        Require(_tls.UseKey(key), $"TLSPKCS12File '{path}'");
        key.Dispose();
        foreach (var other in archive.Chain)
        {
            _tls.AddChainCertificate(other);
            other.Dispose();
        }
    }

    /// <summary>Upstream asks for groups of 1024 bits, then of the key's size, then for the next larger one of the files; else for a built-in one.</summary>
    void DiffieHellman()
    {
        var keyBits = _own.Where(certificate => certificate.KeyKind is KeyKind.Rsa or KeyKind.Dsa).Select(certificate => certificate.KeyBits).FirstOrDefault(2048);
        var wanted = _settings.Options.HasFlag(TlsOption.AllowWeakDH) ? keyBits : Math.Max(2048, keyBits);
        var configured = _settings.DhFiles.Split('\0', StringSplitOptions.RemoveEmptyEntries).SelectMany(PemFile.ReadDhParameters).ToList();
        var candidates = configured.Where(parameters => parameters.Bits == 1024 || parameters.Bits >= wanted).OrderBy(parameters => parameters.Bits);
        var used = candidates.Any(parameters => _tls.UseDhParameters(parameters) is null);
        configured.ForEach(parameters => parameters.Dispose());
        if (!used)
            _tls.UseAutomaticDh();
    }

    void Chain()
    {
        if (_settings.ChainFile is not { } path)
            return;
        var added = 0;
        foreach (var certificate in PemFile.ReadCertificates(path, out _))
        {
            if (!_own.Exists(certificate.SameAs) && _tls.AddChainCertificate(certificate) is null)
                added++;
            certificate.Dispose();
        }
        _remarks.Add($"added {added} certs from '{path}' to SSL_CTX certificate chain");
    }

    void Authorities()
    {
        if (_settings.CaFile is { } file)
            Require(_tls.TrustFile(file), $"TLSCACertificateFile '{file}'");
        if (_settings.CaPath is { } path)
            Require(_tls.TrustDirectory(path), $"TLSCACertificatePath '{path}'");
        if (_settings.CaFile is null && _settings.CaPath is null)
            _tls.TrustSystem();
        if (_settings.CrlFile is not null || _settings.CrlPath is not null)
            Require(_tls.CheckRevocation(_settings.CrlFile, _settings.CrlPath), $"TLSCARevocationFile '{_settings.CrlFile ?? _settings.CrlPath}'");
        if (_settings.Verification == ClientVerification.Off)
            return;
        NameAuthorities();
        var required = _settings.Verification == ClientVerification.On ? PeerVerification.FailIfNoCertificate : PeerVerification.None;
        // One more than asked for: the callback counts the way upstream does.
        _tls.SetVerification(PeerVerification.Peer | required, _settings.VerifyDepth + 1);
    }

    void NameAuthorities()
    {
        if (_settings.CaFile is { } file)
            NameAll(PemFile.ReadCertificates(file, out _));
        if (_settings.CaPath is not { } path)
            return;
        foreach (var one in DirectoryListing.FilesIn(path))
        {
            NameAll(PemFile.ReadCertificates(one, out var errors));
            if (!errors.IsEmpty)
                _remarks.Add($"unable to read '{one}': {errors}");
        }
    }

    void NameAll(List<Certificate> authorities)
    {
        foreach (var authority in authorities)
        {
            _tls.AddClientCa(authority);
            authority.Dispose();
        }
    }

    void Resumption()
    {
        _tls.SetSessionLifetime(_settings.Cache.Lifetime);
        _tls.UseSessionCache(!_settings.Cache.IsOff);
        if (!_settings.Tickets && !_settings.Protocols.HasFlag(ProtocolSet.Tls13))
            _tls.AddOptions(TlsOptions.NoTicket);
    }

    void Extensions()
    {
        _keys = PreSharedKeys.Read(_settings.PreSharedKeys.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        if (_keys.Keys.Count > 0)
            _tls.UsePreSharedKeys();
        if (_settings.NextProtocol)
            _tls.SelectFtpProtocol();
        if (_settings.Options.HasFlag(TlsOption.EnableDiags))
            _tls.ReportMessages();
        if (_settings.ServerInfoFile is { } path && _tls.UseServerInfo(path) is { } errors)
            _remarks.Add($"error setting server info using '{path}': {errors}");
    }

    void KeyLogging()
    {
        if (_settings.KeyLogFile is not { } path || _failure is not null)
            return;
        _keyLog = KeyLog.Open(path, out var refusal);
        if (_keyLog is not null)
            _tls.ReportSecrets();
        _remarks.Add(_keyLog is not null
            ? $"TLSKeyLogFile '{path}' gets the secrets of this session: who reads it can read the session"
            : $"unable to use TLSKeyLogFile '{path}': {refusal}");
    }

    /// <summary>The certificates whose issuers are known from the chain or among the CAs.</summary>
    List<StapledCertificate> Stapled()
    {
        if (!_settings.Stapling.IsOn)
            return [];
        _tls.StapleResponses();
        var paths = new[] { _settings.ChainFile, _settings.CaFile }.OfType<string>();
        var issuers = paths.SelectMany(path => PemFile.ReadCertificates(path, out _)).ToList();
        var stapled = new List<StapledCertificate>();
        foreach (var certificate in _own)
        {
            if (issuers.Find(issuer => OcspQuery.IsIssuer(issuer, certificate)) is { } issuer)
                stapled.Add(new StapledCertificate(certificate, issuer, _settings.Stapling.Responder));
            else
                _remarks.Add($"unable to staple OCSP responses: no issuer of '{certificate.Subject}' in TLSCertificateChainFile or TLSCACertificateFile");
        }
        return stapled;
    }

    void Require(OpenSslErrors? errors, string what)
    {
        if (errors is { } why)
            Fail($"error loading {what}: {why}");
    }

    void Fail(string why) => _failure ??= why;
}
