using System.Security.Cryptography;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>
/// Our binary on a machine that is as Debian's package leaves it: /etc/proftpd/proftpd.conf and modules.conf unmodified, port 21, a system user. In
/// conf.d lie Debian's tls.conf with its lines made active, and a virtual host for implicit TLS on port 990.
/// </summary>
public sealed class DebianMachine : IAsyncLifetime
{
    /// <summary>The system user and its password.</summary>
    public const string User = "webmaster";

    const string ImplicitHost = """
        <IfModule mod_tls.c>
          <VirtualHost 0.0.0.0>
            Port 990
            TLSEngine on
            TLSOptions UseImplicitSSL
            TLSLog /var/log/proftpd/tls.log
            TLSRSACertificateFile /etc/ssl/certs/proftpd.crt
            TLSRSACertificateKeyFile /etc/ssl/private/proftpd.key
          </VirtualHost>
        </IfModule>

        """;

    PrivateMachine? _machine;
    string _folder = "";

    /// <summary>Where the user's files are, for the host and for the machine.</summary>
    public string Home => $"{_folder}/home";

    /// <summary>A folder of the clients; nothing of it belongs to the server.</summary>
    public string Local => $"{_folder}/local";

    /// <summary>The authority that signed the server's certificate.</summary>
    public string Authority => $"{_folder}/tls/ca.pem";

    /// <summary>The system user's password.</summary>
    public static string Password => TestAccounts.Password;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("proftpd-debian-").FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        foreach (var name in (string[])["home", "local", "tls", "etc", "conf.d", "log", "certs", "private"])
            Directory.CreateDirectory($"{_folder}/{name}");
        const int Id = 61001;
        if (Syscall.chown(Home, Id, Id) != 0)
            throw new IOException($"chown {Home}: {Stdlib.GetLastError()}");
        Certificates.Create($"{_folder}/tls");
        File.Copy($"{_folder}/tls/server.pem", $"{_folder}/certs/proftpd.crt");
        File.Copy($"{_folder}/tls/server.key", $"{_folder}/private/proftpd.key");
        await AddUserAsync(Id);
        WriteConfiguration();
        _machine = await PrivateMachine.StartAsync(Mounts());
        var started = await RunAsync(ServerBinary.Ours.Path, []);
        if (started.ExitCode != 0)
            throw new ServerStartException($"status {started.ExitCode}\n{started.Output}{started.Error}");
    }

    /// <summary>Runs a program on the machine.</summary>
    public Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, string input = "") =>
        _machine!.RunAsync(program, arguments, input, TimeSpan.FromMinutes(2));

    /// <summary>A log file in /var/log/proftpd of the machine.</summary>
    public LogReader Log(string name) => new($"{_folder}/log/{name}");

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
        HostFiles.RemoveTree(_folder);
    }

    /// <summary>The host's user databases with one more user.</summary>
    async Task AddUserAsync(int id)
    {
        var hash = await TestAccounts.HashAsync(Password);
        Append("passwd", $"{User}:x:{id}:{id}::{Home}:/bin/bash");
        Append("shadow", $"{User}:{hash}:19000:0:99999:7:::");
        Append("group", $"{User}:x:{id}:");
        File.SetUnixFileMode($"{_folder}/etc/shadow", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        void Append(string file, string line) => File.WriteAllText($"{_folder}/etc/{file}", File.ReadAllText($"/etc/{file}") + line + "\n");
    }

    void WriteConfiguration()
    {
        // What an administrator does: takes the comment signs off the lines that he wants.
        string[] wanted = ["TLSEngine", "TLSLog", "TLSProtocol", "TLSRSACertificateFile", "TLSRSACertificateKeyFile", "TLSVerifyClient", "TLSRenegotiate"];
        var lines = File.ReadLines("/etc/proftpd/tls.conf")
            .Select(line => wanted.Any(name => line.StartsWith($"#{name} ", StringComparison.Ordinal)) ? line[1..] : line);
        File.WriteAllLines($"{_folder}/conf.d/tls.conf", lines);
        File.WriteAllText($"{_folder}/conf.d/implicit.conf", ImplicitHost);
    }

    string Mounts() => $"""
        mount -t tmpfs tmpfs /run
        mount --bind {_folder}/log /var/log/proftpd
        mount --bind {_folder}/conf.d /etc/proftpd/conf.d
        mount --bind {_folder}/certs /etc/ssl/certs
        mount --bind {_folder}/private /etc/ssl/private
        mount --bind {_folder}/etc/passwd /etc/passwd
        mount --bind {_folder}/etc/shadow /etc/shadow
        mount --bind {_folder}/etc/group /etc/group
        """;
}
