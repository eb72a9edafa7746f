using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.Linting;
using Xunit;

namespace ProftpdSharp.UnitTests.Linting;

/// <summary>A directory with certificates, password files and a link; configurations in it are linted. <c>@</c> in their texts is its path.</summary>
sealed class LintedFolder : IDisposable
{
    readonly string _path = Directory.CreateTempSubdirectory("lint-").FullName;

    public LintedFolder()
    {
        Directory.CreateDirectory($"{_path}/real");
        File.CreateSymbolicLink($"{_path}/link", $"{_path}/real");
        Write("passwd", "ann:$1$a$b:1000:1000::/:/bin/sh\n", UnixFileMode.UserRead);
        Write("passwd-open", "ann:$1$a$b:1000:1000::/:/bin/sh\n", Open);
    }

    static UnixFileMode Open => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Lints a configuration and compares what one rule found: <c>LINE: TEXT</c>.</summary>
    public void Expect(LintRule rule, string text, string[] found)
    {
        var findings = Find(text).Where(finding => finding.Rule == rule).Select(finding => $"{finding.Source?.Line ?? 0}: {finding.Text}");

        Assert.Equal(found.Select(line => line.Replace("FILE", "@/proftpd.conf", StringComparison.Ordinal).Replace("@", _path, StringComparison.Ordinal)), findings);
    }

    public IReadOnlyList<Finding> Find(string text)
    {
        MakeCertificates(text);
        Write("proftpd.conf", text.Replace("@", _path, StringComparison.Ordinal), Open);
        var options = new LoadOptions { Host = Machine.Host, MainAddress = "127.0.0.1" };
        var result = ConfigurationLoader.Load($"{_path}/proftpd.conf", ModuleCatalogue.Registry, options);
        Assert.True(result.Configuration is not null, string.Join('\n', result.Diagnostics.Select(message => message.Text)));
        return Linter.Find(new LintSubject(new ServerState(result.Configuration, ModuleCatalogue.LoadedBy(result.Configuration)), Machine.Host, DateTimeOffset.UtcNow));
    }

    /// <summary>The commands of a group as a report lists them.</summary>
    public static string VerbsOf(string group)
    {
        var rows = ModuleCatalogue.All.Where(module => module.LoadedAtStart).SelectMany(module => module.Features).ToList();
        var verbs = rows.SelectMany(feature => feature.Commands).Where(row => row.Group == CommandGroup.Write).Select(row => row.Verb)
            .Concat(rows.SelectMany(feature => feature.SiteCommands).Where(row => row.Group == CommandGroup.Write).Select(row => "SITE_" + row.Name));
        return group == "WRITE" ? string.Join(", ", verbs.Distinct()) : throw new ArgumentException("only WRITE is known", nameof(group));
    }

    void MakeCertificates(string text)
    {
        foreach (var (name, from, to) in (ReadOnlySpan<(string, DateTimeOffset, DateTimeOffset)>)
            [("good", FirstDay(2020), FirstDay(2090)), ("old", FirstDay(2019), FirstDay(2020)), ("new", FirstDay(2090), FirstDay(2091)),
                ("open", FirstDay(2020), FirstDay(2090)), ("soon", FirstDay(2020), Soon)])
        {
            if (!text.Contains($"@/{name}.", StringComparison.Ordinal))
                continue;
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=lint", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(from, to);
            Write($"{name}.crt", certificate.ExportCertificatePem(), Open);
            Write($"{name}.key", key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write($"{name}.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(), Open);
        }
    }

    /// <summary>When the certificate <c>soon.crt</c> expires.</summary>
    public static DateTimeOffset Soon { get; } = DateTimeOffset.UtcNow + TimeSpan.FromDays(20);

    static DateTimeOffset FirstDay(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

    void Write(string name, string text, UnixFileMode mode)
    {
        File.WriteAllText($"{_path}/{name}", text);
        File.SetUnixFileMode($"{_path}/{name}", mode);
    }
}
