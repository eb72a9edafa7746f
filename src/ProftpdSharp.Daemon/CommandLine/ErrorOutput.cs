using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>Lines on standard error before there is a log: <c>2026-11-22 10:31:13,681 host proftpd[4711]: text</c>.</summary>
/// <param name="stream">Where the bytes go.</param>
/// <param name="clock">The time in the lines.</param>
sealed class ErrorOutput(Stream stream, TimeProvider clock)
{
    /// <summary>Empty before the options are read, as in upstream, whose lines then have two blanks.</summary>
    public string HostName { get; set; } = "";

    /// <summary>Debug messages up to this level are shown.</summary>
    public int DebugLevel { get; set; }

    public void Write(string text)
    {
        var line = $"{LogText.Timestamp(clock.GetLocalNow())} {HostName} proftpd[{Processes.Getpid()}]: {LogText.Sanitize(text)}\n";
        stream.Write(Encoding.Latin1.GetBytes(line));
        stream.Flush();
    }

    /// <summary>Writes what the loader said, debug messages by their level.</summary>
    public void Write(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity != Severity.Debug || diagnostic.DebugLevel <= DebugLevel)
                Write(diagnostic.Text);
        }
    }
}
