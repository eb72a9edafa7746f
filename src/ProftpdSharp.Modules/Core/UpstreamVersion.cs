namespace ProftpdSharp.Modules.Core;

/// <summary>The release of ProFTPD that scripts and clients are told they talk to.</summary>
public static class UpstreamVersion
{
    public const string Number = "1.3.8";

    public const string Status = "(stable)";
}
