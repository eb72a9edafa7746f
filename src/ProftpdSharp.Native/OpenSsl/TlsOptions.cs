namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Protocol versions as they stand in records.</summary>
public enum TlsVersion
{
    None = 0,
    Ssl3 = 0x0300,
    Tls10 = 0x0301,
    Tls11 = 0x0302,
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}

/// <summary>SSL_OP_ bits.</summary>
[Flags]
public enum TlsOptions : ulong
{
    None = 0,
    EnableKernelTls = 1UL << 3,
    IgnoreUnexpectedEof = 1UL << 7,
    AllowClientRenegotiation = 1UL << 8,
    DoNotInsertEmptyFragments = 1UL << 11,
    NoTicket = 1UL << 14,
    NoSessionResumptionOnRenegotiation = 1UL << 16,
    NoCompression = 1UL << 17,
    CipherServerPreference = 1UL << 22,
    NoAntiReplay = 1UL << 24,
    NoSsl3 = 1UL << 25,
    NoTls10 = 1UL << 26,
    NoTls12 = 1UL << 27,
    NoTls11 = 1UL << 28,
    NoTls13 = 1UL << 29,
    NoRenegotiation = 1UL << 30,
}

/// <summary>SSL_VERIFY_ bits.</summary>
[Flags]
public enum PeerVerification
{
    None = 0,
    Peer = 1,
    FailIfNoCertificate = 2,
    Once = 4,
}

/// <summary>Alerts that a server decides to send itself.</summary>
public enum TlsAlert
{
    /// <summary>No alert: go on.</summary>
    None = 0,
    HandshakeFailure = 40,
    AccessDenied = 49,
    ProtocolVersion = 70,
    InternalError = 80,
    UnrecognizedName = 112,
}
