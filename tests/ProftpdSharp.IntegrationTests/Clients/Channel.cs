namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>How a client talks to the server.</summary>
public enum Channel
{
    /// <summary>FTP in clear on port 21.</summary>
    Clear,

    /// <summary>AUTH TLS on port 21, TLS 1.2 only.</summary>
    Tls12,

    /// <summary>AUTH TLS on port 21, TLS 1.3 only.</summary>
    Tls13,

    /// <summary>TLS from the first byte on port 990.</summary>
    Implicit,
}
