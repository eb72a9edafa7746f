using System.Diagnostics;
using System.Text;

namespace ProftpdSharp.TestSupport;

/// <summary>What a finished program left behind; texts are Latin-1, so bytes survive.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Error">All of standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Returns this result, or throws with everything the program said when it did not exit with 0.</summary>
    public CommandResult EnsureSuccess() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"exit status {ExitCode}\n{Output}\n{Error}");
}

/// <summary>Runs real clients (curl, lftp, openssl, tnftp) with a deadline.</summary>
public static class CommandRunner
{
    /// <summary>Runs <paramref name="program"/> to its end.</summary>
    /// <param name="program">A name looked up in PATH, or a path.</param>
    /// <param name="arguments">One string per argument; no shell is involved.</param>
    /// <param name="input">Bytes for standard input, as Latin-1; standard input is closed after them.</param>
    /// <param name="environment">Variables to add.</param>
    /// <param name="deadline">Default one minute; a program that is still running then is killed and TimeoutException thrown.</param>
    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? deadline = null)
    {
        using var process = new Process { StartInfo = Describe(program, arguments, environment) };
        process.Start();
        using var expiry = new CancellationTokenSource(deadline ?? TimeSpan.FromMinutes(1));
        var output = process.StandardOutput.ReadToEndAsync(expiry.Token);
        var error = process.StandardError.ReadToEndAsync(expiry.Token);
        try
        {
            await FeedAsync(process, input);
            await process.WaitForExitAsync(expiry.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end in time");
        }
    }

    static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Encoding.Latin1,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    static async Task FeedAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit status tells the rest.
        }
    }
}
