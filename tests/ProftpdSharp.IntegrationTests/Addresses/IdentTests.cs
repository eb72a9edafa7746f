using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Addresses;

/// <summary>IdentLookups, on a machine where somebody answers at port 113.</summary>
public sealed class IdentTests
{
    /// <summary>An ident server for one question; it answers with what the first argument says.</summary>
    const string IdentServer = """
        import socket, sys
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('127.0.0.1', 113)); s.listen(1)
        open(sys.argv[2], 'w').close()
        c = s.accept()[0]; asked = c.recv(100).decode().strip()
        open(sys.argv[2], 'w').write(asked)
        c.sendall((asked + sys.argv[1] + '\r\n').encode()); c.close()
        """;

    [Theory]
    [InlineData("upstream", " : USERID : UNIX : mallory", "mallory")]
    [InlineData("ours", " : USERID : UNIX : mallory", "mallory")]
    [InlineData("upstream", " : ERROR : HIDDEN-USER", "HIDDEN-USER")]
    [InlineData("ours", " : ERROR : HIDDEN-USER", "HIDDEN-USER")]
    public async Task The_clients_machine_tells_the_name(string server, string answer, string logged)
    {
        var binary = ServerBinary.Of(server);
        const string Settings = """
            LoadModule mod_ident.c
            IdentLookups on
            LogFormat who "%l %m"
            ExtendedLog {ROOT}/log/who.log AUTH who

            """;
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic + Settings, ServerTexts.Homes);
        await using var machine = await PrivateMachine.StartAsync("");
        var asked = $"{folder.Root}/log/asked";
        var ident = machine.RunAsync("python3", ["-c", IdentServer, answer, asked]);
        await Waiting.UntilAsync(() => File.Exists(asked), "the ident server");
        (await machine.RunAsync(binary.Path, ["-c", folder.ConfigPath])).EnsureSuccess();

        var client = await machine.RunAsync("curl", ["-sS", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "-u", "alice:secret", $"ftp://127.0.0.1:{folder.Port}/"]);
        client.EnsureSuccess();
        (await ident).EnsureSuccess();

        await Waiting.UntilAsync(() => File.Exists($"{folder.Root}/log/who.log") && File.ReadAllText($"{folder.Root}/log/who.log").Contains("PASS\n"), "the log");
        Assert.Equal($"{logged} USER\n{logged} PASS\n", File.ReadAllText($"{folder.Root}/log/who.log"));
        Assert.Matches($"^[0-9]+ ?, ?{folder.Port}$", await File.ReadAllTextAsync(asked));
    }
}
