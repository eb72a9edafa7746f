using System.Text;

namespace ProftpdSharp.TestSupport;

/// <summary>Reads a growing log file from where the last read stopped. The file need not exist yet.</summary>
/// <param name="path">The file's path on the host.</param>
public sealed class LogReader(string path)
{
    readonly List<string> _pending = [];
    string _partial = "";
    long _position;

    /// <summary>The file that is read.</summary>
    public string Path { get; } = path;

    /// <summary>Forgets everything written so far: later reads begin here.</summary>
    public void SkipToEnd()
    {
        _pending.Clear();
        _partial = "";
        _position = File.Exists(Path) ? new FileInfo(Path).Length : 0;
    }

    /// <summary>Takes all complete lines written since the last read, as Latin-1 without line ends.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        Fill();
        var lines = _pending.ToArray();
        _pending.Clear();
        return lines;
    }

    /// <summary>Looks at the complete lines written since the last read without taking them.</summary>
    public IReadOnlyList<string> Peek()
    {
        Fill();
        return _pending.ToArray();
    }

    /// <summary>Waits for a line; takes it and all before it.</summary>
    /// <exception cref="TimeoutException">No such line came in time; the message shows what came.</exception>
    public async Task<string> WaitForAsync(Func<string, bool> condition, TimeSpan? deadline = null)
    {
        await WaitUntilAsync(lines => lines.Any(condition), deadline);
        var index = _pending.FindIndex(line => condition(line));
        var found = _pending[index];
        _pending.RemoveRange(0, index + 1);
        return found;
    }

    /// <summary>Waits until the lines since the last read satisfy a condition; takes nothing.</summary>
    /// <exception cref="TimeoutException">They did not in time.</exception>
    public async Task WaitUntilAsync(Func<IReadOnlyList<string>, bool> condition, TimeSpan? deadline = null)
    {
        try
        {
            await Waiting.UntilAsync(() => condition(Peek()), Path, deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Path}: awaited lines did not come; there are:\n{string.Join('\n', _pending)}");
        }
    }

    void Fill()
    {
        if (!File.Exists(Path))
            return;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _position)
            _position = 0; // truncated or replaced
        file.Position = _position;
        using var reader = new StreamReader(file, Encoding.Latin1);
        var text = reader.ReadToEnd();
        _position += text.Length; // Latin-1: one character is one byte
        var lines = (_partial + text).Split('\n');
        _partial = lines[^1];
        _pending.AddRange(lines[..^1]);
    }
}
