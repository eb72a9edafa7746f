namespace ProftpdSharp.Tls.Settings;

/// <summary>What upstream's mod_tls calls itself.</summary>
static class Upstream
{
    public const string Version = "2.9.2";

    /// <summary>In log lines.</summary>
    public const string Label = "mod_tls/" + Version;
}
