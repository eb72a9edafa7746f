namespace ProftpdSharp.IntegrationTests.Running;

/// <summary>Configurations and the files that go with them.</summary>
static class ServerTexts
{
    /// <summary>A server on 127.0.0.1:{PORT} that keeps to its own directory; users alice and bob with a home each.</summary>
    public const string Basic = """
        ServerName Integration
        ServerType standalone
        DefaultServer on
        DefaultAddress 127.0.0.1
        SocketBindTight on
        Port {PORT}
        UseIPv6 off
        UseReverseDNS off
        WtmpLog off
        User nobody
        Group nogroup
        AuthOrder mod_auth_file.c
        AuthUserFile {ROOT}/etc/passwd
        AuthGroupFile {ROOT}/etc/group
        PidFile {ROOT}/log/proftpd.pid
        ScoreboardFile {ROOT}/log/scoreboard
        SystemLog {ROOT}/log/system.log
        TransferLog {ROOT}/log/xferlog
        AllowOverwrite on
        <IfModule mod_delay.c>
          DelayEngine off
        </IfModule>

        """;

    /// <summary><see cref="Basic"/> with TLS; needs <see cref="WithTls"/>.</summary>
    public const string Tls = Basic + """
        <IfModule mod_tls.c>
          TLSEngine on
          TLSLog {ROOT}/log/tls.log
          TLSRSACertificateFile {ROOT}/tls/server.pem
          TLSRSACertificateKeyFile {ROOT}/tls/server.key
        </IfModule>

        """;

    /// <summary>Makes the homes of alice and bob.</summary>
    public static void Homes(string root)
    {
        foreach (var (name, id) in (ReadOnlySpan<(string, int)>)[("alice", 60001), ("bob", 60002)])
        {
            Directory.CreateDirectory($"{root}/home/{name}");
            File.WriteAllText($"{root}/home/{name}/hello.txt", $"hello {name}\n");
            Own($"{root}/home/{name}", id);
            Own($"{root}/home/{name}/hello.txt", id);
        }
    }

    /// <summary><see cref="Homes"/> and certificates in <c>tls</c>.</summary>
    public static void WithTls(string root)
    {
        Homes(root);
        Directory.CreateDirectory($"{root}/tls");
        TestSupport.Certificates.Create($"{root}/tls");
    }

    /// <summary>Gives a path to a user and the group of the same number.</summary>
    public static void Own(string path, int id)
    {
        if (Mono.Unix.Native.Syscall.lchown(path, (uint)id, (uint)id) != 0)
            throw new IOException($"chown {path}: {Mono.Unix.Native.Stdlib.GetLastError()}");
    }
}
