namespace ProftpdSharp.TestSupport.Servers;

/// <summary>A proftpd to run.</summary>
/// <param name="Name">How test output calls it.</param>
/// <param name="Path">The executable.</param>
public sealed record ServerBinary(string Name, string Path)
{
    /// <summary>Upstream's ProFTPD 1.3.8, as Debian installs it.</summary>
    public static ServerBinary Oracle { get; } = new("upstream", "/usr/sbin/proftpd");

    /// <summary>The proftpd built from this repository: the published one that <c>PROFTPD</c> names (tools/test), else the build's own, next to the tests.</summary>
    public static ServerBinary Ours { get; } =
        new("ours", Environment.GetEnvironmentVariable("PROFTPD") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "proftpd"));

    /// <summary>The one of that name, for theories about both.</summary>
    public static ServerBinary Of(string name) => name == Oracle.Name ? Oracle : Ours;
}
