namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>One option of the command line.</summary>
/// <param name="Letter">Its short form, else a letter of <see cref="LongOptions"/>; <c>'\0'</c> with an <see cref="Error"/>.</param>
/// <param name="Value">Its value; empty where it takes none.</param>
/// <param name="Error">What is printed after <c>unknown option: </c> when it is none.</param>
readonly record struct Option(char Letter, string Value, string? Error = null);

/// <summary>Reads words as getopt_long(3) does: options anywhere, short ones in bundles, <c>--</c> ends them.</summary>
sealed class OptionReader(IReadOnlyList<string> words)
{
    const string WithValue = "DcdpS";
    const string WithoutValue = "NVhlnqtvX46";

    static readonly Dictionary<string, char> Long = new()
    {
        ["nocollision"] = 'N',
        ["nodaemon"] = 'n',
        ["quiet"] = 'q',
        ["debug"] = 'd',
        ["define"] = 'D',
        ["config"] = 'c',
        ["persistent"] = 'p',
        ["list"] = 'l',
        ["version"] = 'v',
        ["settings"] = 'V',
        ["version-status"] = 'w',
        ["configtest"] = 't',
        ["nofork"] = 'X',
        ["serveraddr"] = 'S',
        ["help"] = 'h',
        ["ipv4"] = '4',
        ["ipv6"] = '6',
        ["allow-missing"] = LongOptions.AllowMissing,
        ["strict"] = LongOptions.Strict,
        ["lint"] = LongOptions.Lint,
        ["explain"] = LongOptions.Explain,
        ["dump"] = LongOptions.Dump,
        ["format"] = LongOptions.Format,
        ["server"] = LongOptions.Server,
        ["user"] = LongOptions.User,
        ["group"] = LongOptions.Group,
        ["from"] = LongOptions.From,
        ["cwd"] = LongOptions.Cwd,
    };

    readonly List<string> _left = [];

    int _next;
    string _bundle = "";

    /// <summary>The words that are no options, once all options were read.</summary>
    public IReadOnlyList<string> Left => _left;

    /// <summary>The next option, null after the last.</summary>
    public Option? Next()
    {
        while (_bundle.Length == 0)
        {
            if (_next == words.Count)
                return null;
            var word = words[_next++];
            if (word == "--")
            {
                _left.AddRange(words.Skip(_next));
                _next = words.Count;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                return ReadLong(word[2..]);
            }
            else if (word.StartsWith('-') && word.Length > 1)
            {
                _bundle = word[1..];
            }
            else
            {
                _left.Add(word);
            }
        }

        return ReadShort();
    }

    Option ReadShort()
    {
        var letter = _bundle[0];
        _bundle = _bundle[1..];
        if (WithoutValue.Contains(letter, StringComparison.Ordinal))
            return new Option(letter, "");
        if (!WithValue.Contains(letter, StringComparison.Ordinal))
            return new Option('\0', "", letter.ToString());
        if (_bundle.Length == 0)
            return Following(letter);
        var value = _bundle;
        _bundle = "";
        return new Option(letter, value);
    }

    Option ReadLong(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        if (!Long.TryGetValue(name, out var letter))
            return new Option('\0', "", "");
        var takesValue = WithValue.Contains(letter, StringComparison.Ordinal) || LongOptions.WithValue.Contains(letter, StringComparison.Ordinal);
        if (!takesValue)
            return equals < 0 ? new Option(letter, "") : new Option('\0', "", letter.ToString());
        return equals < 0 ? Following(letter) : new Option(letter, text[(equals + 1)..]);
    }

    Option Following(char letter) =>
        _next < words.Count ? new Option(letter, words[_next++]) : new Option('\0', "", letter.ToString());
}
