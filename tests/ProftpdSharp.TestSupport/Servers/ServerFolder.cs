using System.Globalization;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>
/// The directory of one server with everything it touches: <c>etc</c> (proftpd.conf, passwd, group), <c>home</c>, <c>log</c>, and a port that was free.
/// Removed when disposed.
/// </summary>
public sealed class ServerFolder : IDisposable
{
    ServerFolder(string root, int port, int sparePort, TestAccounts accounts)
    {
        Root = root;
        Port = port;
        SparePort = sparePort;
        Accounts = accounts;
    }

    /// <summary>The directory; no trailing slash.</summary>
    public string Root { get; }

    /// <summary>The port that {PORT} became.</summary>
    public int Port { get; }

    /// <summary>The port that {SPAREPORT} became, free as is {NEXTPORT} after it: for what a configuration may need others for.</summary>
    public int SparePort { get; }

    /// <summary>The users in <c>etc/passwd</c>.</summary>
    public TestAccounts Accounts { get; }

    /// <summary><c>etc/proftpd.conf</c>.</summary>
    public string ConfigPath => $"{Root}/etc/proftpd.conf";

    /// <summary>Makes the directory.</summary>
    /// <param name="configuration">The text of proftpd.conf; {ROOT}, {PORT}, {SPAREPORT} and {NEXTPORT} are replaced.</param>
    /// <param name="prepare">Fills the directory (given without trailing slash).</param>
    public static async Task<ServerFolder> CreateAsync(string configuration, Action<string>? prepare = null)
    {
        var root = Directory.CreateTempSubdirectory("proftpd-").FullName;
        const UnixFileMode everybodyReads = (UnixFileMode)0b111_101_101;
        File.SetUnixFileMode(root, everybodyReads);
        foreach (var name in (string[])["etc", "home", "log"])
            Directory.CreateDirectory($"{root}/{name}", everybodyReads);
        var port = ListeningPorts.Free();
        var folder = new ServerFolder(root, port, ListeningPorts.FreePairBeside(port), await TestAccounts.StandardAsync($"{root}/home"));
        folder.Accounts.Write($"{root}/etc");
        prepare?.Invoke(root);
        folder.Configure(configuration);
        return folder;
    }

    /// <summary>Replaces the configuration.</summary>
    public void Configure(string configuration) => File.WriteAllText(ConfigPath, Expand(configuration));

    /// <summary>A text with {ROOT}, {PORT}, {SPAREPORT} and {NEXTPORT} replaced.</summary>
    public string Expand(string text) => text.Replace("{ROOT}", Root)
        .Replace("{PORT}", Port.ToString(CultureInfo.InvariantCulture))
        .Replace("{SPAREPORT}", SparePort.ToString(CultureInfo.InvariantCulture))
        .Replace("{NEXTPORT}", (SparePort + 1).ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => HostFiles.RemoveTree(Root);
}
