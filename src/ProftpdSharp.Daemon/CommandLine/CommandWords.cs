using System.Text;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>The words of the command line as byte strings, and the name the program was called by: .NET decodes the ones and hides the other.</summary>
static class CommandWords
{
    /// <summary>The words after the program's name; null elements never occur.</summary>
    /// <param name="decoded">What .NET passed to Main, for their number.</param>
    public static IReadOnlyList<string> Of(string[] decoded)
    {
        var all = All();
        return all.Count >= decoded.Length ? all.TakeLast(decoded.Length).ToList() : [.. decoded.Select(Reencode)];
    }

    /// <summary>The last component of argv[0]: <c>proftpd</c>, or <c>in.proftpd</c> when inetd is to be served.</summary>
    public static string ProgramName()
    {
        var all = All();
        return all.Count == 0 ? "proftpd" : all[0][(all[0].LastIndexOf('/') + 1)..];
    }

    static List<string> All()
    {
        var content = Machine.Host.ReadFile("/proc/self/cmdline").Bytes ?? [];
        return [.. Encoding.Latin1.GetString(content).Split('\0').SkipLast(1)];
    }

    static string Reencode(string word) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word));
}
