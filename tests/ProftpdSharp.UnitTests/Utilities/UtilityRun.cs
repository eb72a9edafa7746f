using System.Diagnostics;
using System.Text;
using ProftpdSharp.Utilities;

namespace ProftpdSharp.UnitTests.Utilities;

/// <summary>What a utility wrote and how it ended.</summary>
sealed record UtilityRun(int Status, string Output, string Errors)
{
    /// <summary>Runs ours.</summary>
    public static UtilityRun Ours(string name, string[] args, string input = "", Func<UtilityConsole, UtilityConsole>? change = null)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = new UtilityConsole { Output = output, Errors = errors, Input = new StringReader(input) };
        var status = UtilityProgram.Run(name, args, change?.Invoke(console) ?? console);
        return new UtilityRun(status, output.ToString(), errors.ToString());
    }

    /// <summary>Runs the distribution's.</summary>
    public static UtilityRun Upstreams(string name, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(name, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
        }) ?? throw new InvalidOperationException(name);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new UtilityRun(process.ExitCode, output, errors.Result);
    }
}
