using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Controls;

/// <summary>A server with a controls socket, and the two ftpdctl to talk to it.</summary>
sealed class Controlled : IAsyncDisposable
{
    /// <summary>The socket below the server's directory; everybody may do everything unless a test says otherwise.</summary>
    public const string Socket = """
        LoadModule mod_ctrls_admin.c
        ControlsSocket {ROOT}/log/controls.sock
        ControlsLog {ROOT}/log/controls.log
        ControlsInterval 1

        """;

    public const string Everybody = """
        ControlsACLs all allow user *
        AdminControlsACLs all allow user *

        """;

    readonly string _programs = Directory.CreateTempSubdirectory("ftpdctl-").FullName;

    Controlled(TempServer server)
    {
        Server = server;
        File.CreateSymbolicLink($"{_programs}/ftpdctl", ServerBinary.Ours.Path);
    }

    public TempServer Server { get; }

    public string SocketPath => $"{Server.Root}/log/controls.sock";

    public static async Task<Controlled> StartAsync(ServerBinary binary, string more = Everybody, bool isDelaying = false)
    {
        var text = isDelaying ? ServerTexts.Basic.Replace("DelayEngine off", "DelayEngine on", StringComparison.Ordinal) : ServerTexts.Basic;
        return new(await TempServer.StartAsync(binary, text + Socket + more, ServerTexts.Homes));
    }

    /// <summary>Runs upstream's ftpdctl.</summary>
    public Task<CommandResult> UpstreamAsync(params string[] words) => CommandRunner.RunAsync("/usr/bin/ftpdctl", ["-s", SocketPath, .. words]);

    /// <summary>Runs ours.</summary>
    public Task<CommandResult> OursAsync(params string[] words) => CommandRunner.RunAsync($"{_programs}/ftpdctl", ["-s", SocketPath, .. words]);

    /// <summary>
    /// Asks as somebody else, through upstream's ftpdctl; the answer without <c>ftpdctl: </c>. It cannot ask where a process of root's with the same
    /// id once left its name in /tmp.
    /// </summary>
    public async Task<string> AskAsync(int user, int group, params string[] words)
    {
        const string Program = """rm -f "$(printf /tmp/ftp.cl%05d $$)"; exec "$@" """;
        var result = await CommandRunner.RunAsync("sh",
            ["-c", Program, "sh", "setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "/usr/bin/ftpdctl", "-s", SocketPath, .. words]);
        return Text(result);
    }

    /// <summary>Asks as root, through ours.</summary>
    public async Task<string> AskAsync(params string[] words) => Text(await OursAsync(words));

    static string Text(CommandResult result) => (result.Output + result.Error).Replace("ftpdctl: ", "", StringComparison.Ordinal).TrimEnd('\n');

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_programs, recursive: true);
        await Server.DisposeAsync();
    }
}
