using System.Security.Cryptography;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>
/// A machine as Debian's package leaves it, /etc/proftpd unmodified, with system users, certificates where Debian and our samples look for them, and
/// a folder that host and machine see at the same path.
/// </summary>
public class SystemMachine : IAsyncLifetime
{
    /// <summary>A system user.</summary>
    public const string User = "webmaster";

    /// <summary>A system user in group trusted.</summary>
    public const string Friend = "friend";

    /// <summary>The uid and gid of <see cref="User"/>.</summary>
    public const int UserId = 61001;

    const int FriendId = 61002;

    readonly List<string> _mounts = [];
    PrivateMachine? _machine;

    /// <summary>The folder that both see; no trailing slash.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The user's files.</summary>
    public string Home => $"{Folder}/home";

    /// <summary>Files of clients; nothing of them belongs to the server.</summary>
    public string Local => $"{Folder}/local";

    /// <summary>The files of user ftp.</summary>
    public string Public => $"{Folder}/ftp";

    /// <summary>The authority that signed the server's certificate.</summary>
    public string Authority => $"{Folder}/tls/ca.pem";

    /// <summary>The password of the system users.</summary>
    public static string Password => TestAccounts.Password;

    /// <inheritdoc/>
    public virtual async Task InitializeAsync()
    {
        Folder = Directory.CreateTempSubdirectory("proftpd-machine-").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        foreach (var name in (string[])["home", "local", "tls", "etc", "log", "certs", "private", "ftp"])
            Directory.CreateDirectory($"{Folder}/{name}");
        ServerTexts.Own(Home, UserId);
        Certificates.Create($"{Folder}/tls");
        (await CommandRunner.RunAsync("cp", ["-a", "/etc/proftpd", $"{Folder}/proftpd"])).EnsureSuccess();
        Directory.CreateDirectory($"{Folder}/proftpd/ssl");
        foreach (var name in (string[])["server.pem", "server.key", "ca.pem"])
            File.Copy($"{Folder}/tls/{name}", $"{Folder}/proftpd/ssl/{name}");
        File.Copy($"{Folder}/tls/server.pem", $"{Folder}/certs/proftpd.crt");
        File.Copy($"{Folder}/tls/server.key", $"{Folder}/private/proftpd.key");
        await AddUsersAsync();
        Prepare();
        Mount("log", "/var/log/proftpd");
        Mount("proftpd", "/etc/proftpd");
        Mount("certs", "/etc/ssl/certs");
        Mount("private", "/etc/ssl/private");
        foreach (var name in (string[])["passwd", "shadow", "group"])
            Mount($"etc/{name}", $"/etc/{name}");
        _machine = await PrivateMachine.StartAsync($"mount -t tmpfs tmpfs /run\n{string.Join('\n', _mounts)}");
    }

    /// <summary>Runs a program on the machine.</summary>
    public Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, string input = "") =>
        _machine!.RunAsync(program, arguments, input, TimeSpan.FromMinutes(5));

    /// <summary>Starts our proftpd in the background.</summary>
    public async Task StartServerAsync(params string[] arguments)
    {
        var started = await RunAsync(ServerBinary.Ours.Path, arguments);
        if (started.ExitCode != 0)
            throw new ServerStartException($"status {started.ExitCode}\n{started.Output}{started.Error}");
    }

    /// <summary>A log file in /var/log/proftpd of the machine.</summary>
    public LogReader Log(string name) => new($"{Folder}/log/{name}");

    /// <summary>Writes a file of random bytes among the clients' files.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> MakeFileAsync(string name, long size)
    {
        var path = $"{Local}/{name}";
        await using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var left = size; left > 0; left -= block.Length)
        {
            RandomNumberGenerator.Fill(block);
            await file.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
        }
        return path;
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<string> DigestAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_machine is not null)
            await _machine.DisposeAsync();
        HostFiles.RemoveTree(Folder);
    }

    /// <summary>Writes more files before the machine starts.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Lets the machine see something of the folder at another place; for <see cref="Prepare"/>.</summary>
    protected void Mount(string name, string over) => _mounts.Add($"mount --bind {Folder}/{name} {over}");

    /// <summary>The host's user databases with more users; ftp's home is ours.</summary>
    async Task AddUsersAsync()
    {
        var hash = await TestAccounts.HashAsync(Password);
        var lines = File.ReadAllLines("/etc/passwd").Where(line => !line.StartsWith("ftp:", StringComparison.Ordinal));
        File.WriteAllLines($"{Folder}/etc/passwd", [
            .. lines, $"ftp:x:61009:65534::{Public}:/usr/sbin/nologin", $"{User}:x:{UserId}:{UserId}::{Home}:/bin/bash",
            $"{Friend}:x:{FriendId}:{FriendId}::{Home}:/bin/bash"]);
        File.WriteAllLines($"{Folder}/etc/shadow", [
            .. File.ReadAllLines("/etc/shadow"), $"{User}:{hash}:19000:0:99999:7:::", $"{Friend}:{hash}:19000:0:99999:7:::"]);
        File.SetUnixFileMode($"{Folder}/etc/shadow", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var groups = File.ReadAllLines("/etc/group").Where(line => !line.StartsWith("ftp:", StringComparison.Ordinal));
        File.WriteAllLines($"{Folder}/etc/group", [
            .. groups, $"{User}:x:{UserId}:", $"{Friend}:x:{FriendId}:", "ftp:x:61009:", $"trusted:x:61010:{Friend}"]);
    }
}
