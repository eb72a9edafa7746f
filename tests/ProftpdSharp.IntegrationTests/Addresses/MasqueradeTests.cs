using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Addresses;

/// <summary>MasqueradeAddress with a name whose address changes while the server runs.</summary>
public sealed class MasqueradeTests : IDisposable
{
    const string Settings = """
        LoadModule mod_dynmasq.c
        MasqueradeAddress masquerade.test

        """;

    readonly string _folder = Directory.CreateTempSubdirectory("proftpd-hosts-").FullName;

    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    string Hosts => $"{_folder}/hosts";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [Trait("pains", "10")]
    [MemberData(nameof(Servers))]
    public async Task DynMasqRefresh_looks_names_up_again(string server)
    {
        Name("192.0.2.1");
        await using var running = await StartAsync(server, "DynMasqRefresh 1\n");
        Assert.Equal("192,0,2,1", await AdvertisedAsync(running));
        await running.StandardError.WaitForAsync(line => line.EndsWith("masquerading as 192.0.2.1", StringComparison.Ordinal));

        Name("192.0.2.2");
        await running.StandardError.WaitForAsync(line => line.EndsWith("mod_dynmasq/0.5: MasqueradeAddress 'masquerade.test' updated for new address 192.0.2.2 (was 192.0.2.1)", StringComparison.Ordinal));
        Assert.Equal("192,0,2,2", await AdvertisedAsync(running));

        Name(null);
        await running.StandardError.WaitForAsync(line => line.EndsWith("mod_dynmasq/0.5: unable to resolve 'masquerade.test', keeping previous address", StringComparison.Ordinal));
        Assert.Equal("192,0,2,2", await AdvertisedAsync(running));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Ftpdctl_asks_for_it(string server)
    {
        Name("192.0.2.1");
        await using var running = await StartAsync(server, """
            ControlsEngine on
            ControlsSocket {ROOT}/log/controls.sock
            ControlsInterval 1
            ControlsSocketACL allow user *
            DynMasqControlsACLs refresh allow user root

            """);
        Name("192.0.2.2");

        Assert.Equal("ftpdctl: dynmasq: missing required parameters", await AskAsync("dynmasq"));
        Assert.Equal("ftpdctl: dynmasq: unknown dynmasq action: 'x'", await AskAsync("dynmasq", "x"));
        Assert.Equal("192,0,2,1", await AdvertisedAsync(running));
        Assert.Equal("ftpdctl: dynmasq: refreshed", await AskAsync("dynmasq", "refresh"));
        Assert.Equal("192,0,2,2", await AdvertisedAsync(running));

        async Task<string> AskAsync(params string[] words)
        {
            var result = await CommandRunner.RunAsync("/usr/bin/ftpdctl", ["-s", $"{running.Root}/log/controls.sock", .. words]);
            return (result.Output + result.Error).TrimEnd('\n');
        }
    }

    /// <summary>The server sees a file of hosts of its own, which is written in place.</summary>
    async Task<TempServer> StartAsync(string server, string more)
    {
        var binary = ServerBinary.Of(server);
        var script = $"{_folder}/proftpd";
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec unshare -m sh -c 'mount --bind {Hosts} /etc/hosts; exec {binary.Path} \"$@\"' sh \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await TempServer.StartAsync(binary with { Path = script }, ServerTexts.Basic + Settings + more, ServerTexts.Homes);
    }

    void Name(string? address) => File.WriteAllText(Hosts, $"127.0.0.1 localhost\n{(address is null ? "" : $"{address} masquerade.test\n")}");

    static async Task<string> AdvertisedAsync(TempServer server)
    {
        await using var client = await server.LogInAsync();
        var reply = await client.CommandAsync("PASV");
        reply.Expect(227);
        return string.Join(',', reply.Text.Split('(')[1].Split(',')[..4]);
    }
}
