using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>Lines on standard error before there is a log: <c>2026-11-22 10:31:13,681 host proftpd[4711] server: text</c>.</summary>
/// <param name="stream">Where the bytes go.</param>
/// <param name="clock">The time in the lines.</param>
sealed class ErrorOutput(Stream stream, TimeProvider clock)
{
    /// <summary>Bytes of a line that are shown.</summary>
    const int Widest = 120;

    /// <summary>Empty before the options are read, as in upstream, whose lines then have two blanks.</summary>
    public string HostName { get; set; } = "";

    /// <summary>The main server as lines of the log name it; empty before the configuration was read.</summary>
    public string ServerLabel { get; set; } = "";

    /// <summary>Debug messages up to this level are shown.</summary>
    public int DebugLevel { get; set; }

    public void Write(string text)
    {
        var server = ServerLabel.Length == 0 ? "" : $" {ServerLabel}";
        // OpenSSL's errors are lines of their own below the first, as upstream prints them; nothing here comes from clients.
        WriteLine($"{LogText.Timestamp(clock.GetLocalNow())} {HostName} proftpd[{Processes.Getpid()}]{server}: {string.Join('\n', text.Split('\n').Select(LogText.Sanitize))}");
    }

    /// <summary>Writes a line that says itself when and by whom.</summary>
    public void WriteLine(string line)
    {
        stream.Write(Encoding.Latin1.GetBytes(line + "\n"));
        stream.Flush();
    }

    /// <summary>Writes what the loader said, debug messages by their level.</summary>
    /// <param name="diagnostics">The messages.</param>
    /// <param name="showsLines">Whether the lines of the configuration that were refused follow, each with a caret below the word in question.</param>
    public void Write(IEnumerable<Diagnostic> diagnostics, bool showsLines = false)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity != Severity.Debug || diagnostic.DebugLevel <= DebugLevel)
                Write(diagnostic.Text);
            if (showsLines && diagnostic.Excerpt is { } excerpt)
                Write(excerpt);
        }
    }

    void Write(Excerpt excerpt)
    {
        var (shown, caret) = Underlined(excerpt);
        Write($"    {shown}");
        Write($"    {caret}");
    }

    /// <summary>The line and what stands below it. Of a long line the part around the word is shown; a character of several bytes takes one column.</summary>
    static (string Line, string Caret) Underlined(Excerpt excerpt)
    {
        var from = excerpt.Start > Widest - 20 ? Math.Max(0, excerpt.Start - (Widest / 2)) : 0;
        var line = string.Concat(excerpt.Text.Skip(from).Take(Widest).Select(letter => char.IsControl(letter) && letter < ' ' ? ' ' : letter));
        var before = line[..Math.Min(line.Length, excerpt.Start - from)];
        var word = line[before.Length..Math.Min(line.Length, before.Length + excerpt.Length)];
        var indent = Columns(before) + (excerpt.Start - from - before.Length);
        return (line, new string(' ', indent) + "^" + new string('~', Math.Max(0, Columns(word) - 1)));
    }

    /// <summary>UTF-8's later bytes take no column.</summary>
    static int Columns(string bytes) => bytes.Count(letter => letter is < '\x80' or > '\xBF');
}
