using ProftpdSharp.TestSupport;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>The logs of a server from the start of a scenario. <c>system</c> is standard error; any other name is <c>log/NAME.log</c>.</summary>
sealed class LogMarks(string root)
{
    const string Opened = "FTP session opened.";
    const string Closed = "FTP session closed.";
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Arrival = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    readonly Dictionary<string, LogReader> _readers = [];
    readonly LogReader _sessions = new($"{root}/log/stderr.log");

    /// <summary>Forgets what is in the logs.</summary>
    public void Begin()
    {
        _sessions.SkipToEnd();
        foreach (var file in Directory.GetFiles($"{root}/log", "*.log"))
            ReaderOf(NameOf(file)).SkipToEnd();
    }

    /// <summary>Waits until the scenario's sessions are gone: their last lines are not the next scenario's.</summary>
    public async Task EndAsync()
    {
        try
        {
            await _sessions.WaitUntilAsync(lines => Count(lines, Opened) <= Count(lines, Closed), Settling);
        }
        catch (TimeoutException)
        {
            // Not every session says that it ends.
        }
    }

    /// <summary>The lines of a log since the start of the scenario, waiting until there are so many; where there shall be none, for a quiet moment.</summary>
    /// <param name="name">The log's name.</param>
    /// <param name="expected">How many lines are expected.</param>
    /// <param name="settle">Wait for a quiet moment instead: for recording.</param>
    public async Task<IReadOnlyList<string>> ReadAsync(string name, int expected, bool settle)
    {
        var reader = ReaderOf(name);
        try
        {
            if (settle)
                await reader.WaitUntilAsync(_ => false, Quiet);
            else if (expected == 0)
                await reader.WaitUntilAsync(lines => lines.Count > 0, Quiet);
            else
                await reader.WaitUntilAsync(lines => lines.Count >= expected, Arrival);
        }
        catch (TimeoutException)
        {
            // The comparison shows what is missing.
        }
        return reader.ReadNew();
    }

    LogReader ReaderOf(string name)
    {
        if (!_readers.TryGetValue(name, out var reader))
            _readers[name] = reader = new LogReader(PathOf(name));
        return reader;
    }

    string PathOf(string name) => name == "system" ? $"{root}/log/stderr.log" : $"{root}/log/{name}.log";

    static string NameOf(string path) => Path.GetFileName(path) == "stderr.log" ? "system" : Path.GetFileNameWithoutExtension(path);

    static int Count(IReadOnlyList<string> lines, string text) => lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
