namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>
/// Our binary with Debian's configuration, started without any argument: proftpd.conf and modules.conf unmodified, port 21. In conf.d lie Debian's
/// tls.conf with its lines made active, and a virtual host for implicit TLS on port 990.
/// </summary>
public sealed class DebianMachine : SystemMachine
{
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

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await StartServerAsync();
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        // What an administrator does: takes the comment signs off the lines that he wants.
        string[] wanted = ["TLSEngine", "TLSLog", "TLSProtocol", "TLSRSACertificateFile", "TLSRSACertificateKeyFile", "TLSVerifyClient", "TLSRenegotiate"];
        var lines = File.ReadLines("/etc/proftpd/tls.conf")
            .Select(line => wanted.Any(name => line.StartsWith($"#{name} ", StringComparison.Ordinal)) ? line[1..] : line);
        File.WriteAllLines($"{Folder}/proftpd/conf.d/tls.conf", lines);
        File.WriteAllText($"{Folder}/proftpd/conf.d/implicit.conf", ImplicitHost);
    }
}
