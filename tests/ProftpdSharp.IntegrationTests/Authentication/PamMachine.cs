using ProftpdSharp.IntegrationTests.Clients;

namespace ProftpdSharp.IntegrationTests.Authentication;

/// <summary>
/// Our proftpd on a machine with PAM services of its own in /etc/pam.d. Each service is a virtual host that lets PAM alone decide; port 21 is the
/// default configuration.
/// </summary>
public sealed class PamMachine : SystemMachine
{
    const int FirstServicePort = 3000;

    /// <summary>Users whose entries in shadow(5) are special: the fields after the password.</summary>
    static readonly (string Name, string Ages)[] Aged =
    [
        ("expired", "19000:0:30:7:::"), ("mustchange", "0:0:99999:7:::"), ("closed", "19000:0:99999:7::19500:"), ("inactive", "19000:0:30:7:10::"),
    ];

    readonly Dictionary<string, int> _ports = [];
    readonly List<string> _hosts = [];

    /// <summary>What the services' programs noted, one line per phase.</summary>
    public string Notes => $"{Folder}/notes/pam";

    /// <summary>A file that the service "wait" waits for.</summary>
    public string Gate => $"{Folder}/notes/gate";

    /// <summary>Logs in and out with curl; true when the login succeeded.</summary>
    /// <param name="service">The service's name, with <c>+</c> in front for the virtual host where other modules are asked too; "" for port 21.</param>
    /// <param name="user">Whose login.</param>
    /// <param name="password">Null for the right one.</param>
    public async Task<bool> LogsInAsync(string service, string user = User, string? password = null)
    {
        var port = service.Length == 0 ? 21 : _ports[service];
        var result = await RunAsync("curl", ["-sS", "--user", $"{user}:{password ?? Password}", $"ftp://127.0.0.1:{port}/"]);
        const int LoginDenied = 67;
        return result.ExitCode == LoginDenied ? false : result.EnsureSuccess().ExitCode == 0;
    }

    /// <summary>The answer to PWD after a login.</summary>
    public async Task<string> PlaceAsync(string service, string user)
    {
        var result = await RunAsync("curl", ["-sS", "-v", "--user", $"{user}:{Password}", $"ftp://127.0.0.1:{_ports[service]}/"]);
        return result.Error.Split('\n').First(line => line.StartsWith("< 257 ", StringComparison.Ordinal)).TrimEnd();
    }

    /// <summary>The server's log from a place on.</summary>
    public string LogFrom(int start) => File.ReadAllText($"{Folder}/log/proftpd.log")[start..];

    /// <summary>How long the server's log is now.</summary>
    public int LogLength => File.Exists($"{Folder}/log/proftpd.log") ? File.ReadAllText($"{Folder}/log/proftpd.log").Length : 0;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await StartServerAsync();
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        foreach (var name in (string[])["pam.d", "notes"])
            Directory.CreateDirectory($"{Folder}/{name}");
        File.SetUnixFileMode($"{Folder}/notes", (UnixFileMode)0b111_111_111);
        WriteScript("note", "{ echo \"$PAM_TYPE $PAM_USER $PAM_RUSER $PAM_RHOST ${PAM_TTY%[0-9]*} $PAM_SERVICE $(cat | tr -d '\\0')\"; } >> " + Notes);
        WriteScript("wait", $"while ! test -e {Gate}; do sleep 0.02; done");
        AddUsers();
        Service("proftpd", "auth required pam_unix.so", "account required pam_unix.so", "session required pam_permit.so");
        Service("unix", "auth required pam_unix.so nullok", "account required pam_unix.so", "session required pam_permit.so");
        // pam_exec has no credentials to set: another module has to.
        Service("note", $"auth required pam_exec.so expose_authtok {Folder}/notes/note", "auth required pam_permit.so", $"account required pam_exec.so {Folder}/notes/note",
            $"session required pam_exec.so {Folder}/notes/note");
        Service("wait", $"auth required pam_exec.so {Folder}/notes/wait", "auth required pam_permit.so", "account required pam_permit.so", "session required pam_permit.so");
        foreach (var code in (string[])["user_unknown", "maxtries", "authinfo_unavail", "perm_denied"])
            Service($"auth-{code}", $"auth required pam_debug.so auth={code}", "account required pam_permit.so", "session required pam_permit.so");
        foreach (var code in (string[])["acct_expired", "new_authtok_reqd", "user_unknown"])
            Service($"account-{code}", "auth required pam_permit.so", $"account required pam_debug.so acct={code}", "session required pam_permit.so");
        Service("session", "auth required pam_permit.so", "account required pam_permit.so", "session required pam_deny.so");
        Service("credentials", "auth required pam_debug.so cred=cred_unavail", "account required pam_permit.so", "session required pam_permit.so");
        Service("broken", "@include missing-file");
        Host("off", "AuthPAM off", "AuthPAMConfig auth-perm_denied", "AuthOrder mod_auth_pam.c mod_auth_unix.c");
        Host("no terminal", "AuthPAMOptions NoTTY", "AuthPAMConfig note", "AuthOrder mod_auth_pam.c* mod_auth_unix.c");
        Host("magic", "AuthUnixOptions MagicTokenChroot", "AuthOrder mod_auth_unix.c", "DefaultRoot /nowhere", "DefaultChdir /nowhere");
        Host("no magic", "AuthOrder mod_auth_unix.c");
        File.WriteAllText($"{Folder}/proftpd/proftpd.conf", Configuration());
        Mount("pam.d", "/etc/pam.d");
    }

    void AddUsers()
    {
        var hash = File.ReadLines($"{Folder}/etc/shadow").First(line => line.StartsWith($"{User}:", StringComparison.Ordinal)).Split(':')[1];
        var id = 61100;
        foreach (var (name, ages) in Aged)
        {
            File.AppendAllText($"{Folder}/etc/passwd", $"{name}:x:{++id}:{id}::{Home}:/bin/bash\n");
            File.AppendAllText($"{Folder}/etc/shadow", $"{name}:{hash}:{ages}\n");
        }
        File.AppendAllText($"{Folder}/etc/passwd", $"magic:x:{++id}:{id}::{Home}/./inner:/bin/bash\n");
        File.AppendAllText($"{Folder}/etc/shadow", $"magic:{hash}:19000:0:99999:7:::\n");
        File.AppendAllText($"{Folder}/etc/passwd", $"empty:x:{++id}:{id}::{Home}:/bin/bash\n");
        File.AppendAllText($"{Folder}/etc/shadow", "empty::19000:0:99999:7:::\n");
    }

    void WriteScript(string name, string line)
    {
        File.WriteAllText($"{Folder}/notes/{name}", $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode($"{Folder}/notes/{name}", (UnixFileMode)0b111_101_101);
    }

    void Service(string name, params string[] lines)
    {
        File.WriteAllLines($"{Folder}/pam.d/{name}", lines);
        _ports[name] = FirstServicePort + _ports.Count;
        _ports["+" + name] = FirstServicePort + _ports.Count;
    }

    /// <summary>A virtual host with lines of its own.</summary>
    void Host(string name, params string[] lines)
    {
        _ports[name] = 2000 + _hosts.Count;
        _hosts.Add($"<VirtualHost 0.0.0.0>\nPort {_ports[name]}\n{string.Join('\n', lines)}\n</VirtualHost>\n");
    }

    string Configuration() => """
        ServerName Pam
        Port 21
        UseIPv6 off
        UseReverseDNS off
        User nobody
        Group nogroup
        SystemLog /var/log/proftpd/proftpd.log
        <Global>
          WtmpLog off
          MaxLoginAttempts 10
          <IfModule mod_delay.c>
            DelayEngine off
          </IfModule>
        </Global>

        """ + string.Concat(_hosts) + string.Concat(_ports.Where(entry => entry.Value >= FirstServicePort).Select(entry => $"""
        <VirtualHost 0.0.0.0>
          Port {entry.Value}
          AuthPAMConfig {entry.Key.TrimStart('+')}
          AuthOrder mod_auth_pam.c{(entry.Key[0] == '+' ? "" : "*")} mod_auth_unix.c
        </VirtualHost>

        """));
}
