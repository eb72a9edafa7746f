using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Server;

/// <summary>What is configured about the process: PidFile and ServerType.</summary>
public static class ProcessSettings
{
    public static readonly Feature Feature = new("process");

    /// <summary>Where Debian's packages look for it; absolute.</summary>
    public static readonly Directive<string> PidFile = Feature.Directive(
        new Directive<string>("PidFile", ConfigContext.Server, ParsePidFile, "/run/proftpd.pid") { Storage = Storage.Process });

    /// <summary>True is inetd: one connection on descriptor 0.</summary>
    public static readonly Directive<bool> ServerType = Feature.Directive(
        new Directive<bool>("ServerType", ConfigContext.Server, ParseServerType, false) { Storage = Storage.Process });

    static Parsed<string> ParsePidFile(DirectiveLine line) =>
        line[0].StartsWith('/') ? line[0] : line.Error($"unable to set PidFile '{line[0]}': Invalid argument");

    static Parsed<bool> ParseServerType(DirectiveLine line) => line[0].ToLowerInvariant() switch
    {
        "inetd" => true,
        "standalone" => false,
        _ => line.Error("type must be either 'inetd' or 'standalone'"),
    };
}
