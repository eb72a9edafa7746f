using System.Text;
using System.Text.RegularExpressions;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Verdicts;

/// <summary>Gives the same commands to a server and notes what becomes of each.</summary>
static partial class VerdictDialogue
{
    static readonly HashSet<string> Downloads = ["RETR", "LIST", "NLST", "MLSD"];

    static readonly HashSet<string> Uploads = ["STOR", "APPE", "STOU"];

    /// <summary>One line for each command with the code of its answer, or codes, and the names that a listing shows.</summary>
    /// <param name="binary">The server; it gets files of its own.</param>
    /// <param name="configuration">Its rules.</param>
    /// <param name="dialogues">Who gives which commands.</param>
    /// <exception cref="ServerStartException">It refuses the configuration.</exception>
    public static async Task<IReadOnlyList<string>> PlayAsync(ServerBinary binary, IReadOnlyList<string> configuration, IReadOnlyList<(string User, IReadOnlyList<string> Lines)> dialogues)
    {
        await using var server = await StartAsync(binary, configuration);
        var verdicts = new List<string>();
        foreach (var (user, lines) in dialogues)
            await PlayAsync(server, user, lines, verdicts);
        return verdicts;
    }

    /// <summary>Starts a server with the usual files.</summary>
    /// <exception cref="ServerStartException">It refuses the configuration.</exception>
    public static async Task<TempServer> StartAsync(ServerBinary binary, IReadOnlyList<string> configuration)
    {
        var accounts = await TestAccounts.StandardAsync("");
        return await TempServer.StartAsync(binary, CommonFiles.Configuration(configuration), root => new FixtureTree(root, accounts).Rebuild(CommonFiles.Entries([])));
    }

    static async Task PlayAsync(TempServer server, string user, IReadOnlyList<string> lines, List<string> verdicts)
    {
        var entry = await LogInAsync(server, user);
        verdicts.Add($"login {user}: {entry.Verdict}");
        await using var client = entry.Client;
        if (client is null)
            return;
        try
        {
            foreach (var line in lines)
                verdicts.Add($"{user} {line}: {(await AnswerAsync(client, server.Folder.Expand(line))).Verdict.Replace(server.Root, "{ROOT}", StringComparison.Ordinal)}");
        }
        catch (FtpException)
        {
            verdicts.Add($"{user} {lines[verdicts.Count(verdict => verdict.StartsWith($"{user} ", StringComparison.Ordinal))]}: closed");
        }
    }

    /// <summary>Connects and logs in.</summary>
    /// <returns>The client, null when it is refused, and the code that decided.</returns>
    public static async Task<(FtpClient? Client, string Verdict)> LogInAsync(TempServer server, string user)
    {
        var (client, verdict) = (await server.ConnectAsync(), "");
        foreach (var line in (string?[])[null, $"USER {user}", $"PASS {TestAccounts.Password}"])
        {
            if (line is not null)
                await client.SendLineAsync(line);
            verdict = (await client.TryReadReplyAsync())?.Code.ToString(null, null) ?? "closed";
            if (verdict is not ['2' or '3', ..])
            {
                await client.DisposeAsync();
                return (null, verdict);
            }
        }

        return (client, verdict);
    }

    /// <summary>Gives a command, with a data connection if it is about one.</summary>
    /// <returns>The last reply, and its verdict: codes, and the names that a listing shows.</returns>
    public static async Task<(FtpReply Reply, string Verdict)> AnswerAsync(FtpClient client, string line)
    {
        var verb = line.Split(' ')[0];
        if (!Downloads.Contains(verb) && !Uploads.Contains(verb))
            return Judged(await client.CommandAsync(line), verb);
        var passive = await client.CommandAsync("PASV");
        if (passive.Code != 227)
            return (passive, $"PASV {passive.Code}");
        await using var data = await client.ConnectDataAsync(FtpClient.PassivePort(passive));
        var first = await client.CommandAsync(line);
        if (!first.IsPreliminary)
            return Judged(first, verb);
        var received = "";
        if (Downloads.Contains(verb))
            received = Encoding.Latin1.GetString(await data.ReceiveToEndAsync());
        else
            await data.SendAsync("text\n"u8.ToArray());
        await data.CloseAsync();
        var last = await client.ReadReplyAsync();
        return (last, $"{first.Code} {Verdict(last, verb)}{(verb == "RETR" ? "" : Names(received.Split("\r\n"), verb))}");
    }

    static (FtpReply Reply, string Verdict) Judged(FtpReply reply, string verb) => (reply, Verdict(reply, verb));

    /// <summary>The code, and what a listing on the control connection shows.</summary>
    static string Verdict(FtpReply reply, string verb) => reply.Code < 400 && verb is "STAT" or "MLST" && reply.Lines.Count > 1
        ? $"{reply.Code}{Names([.. reply.Lines.Skip(1).SkipLast(1).Select(text => text[1..])], verb)}"
        : reply.Code.ToString(null, null);

    /// <summary>The names in the lines of a listing, sorted: sizes and times tell nothing about rules.</summary>
    static string Names(IEnumerable<string> lines, string verb)
    {
        var names = lines.Where(line => line.Length > 0).Select(line => verb is "LIST" or "STAT" ? line.Split(" -> ")[0].Split(' ')[^1] : verb == "NLST" ? line : line.Split("; ")[^1]);
        return string.Concat(names.Select(name => UniqueName().Replace(name, "ftp")).Order(StringComparer.Ordinal).Select(name => $" {name}"));
    }

    /// <summary>A file that STOU made.</summary>
    [GeneratedRegex("ftp[A-Za-z0-9]{6}$")]
    private static partial Regex UniqueName();
}
