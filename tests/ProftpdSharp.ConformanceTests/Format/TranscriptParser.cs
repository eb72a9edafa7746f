namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>Reads transcripts; README.md describes the format.</summary>
sealed class TranscriptParser
{
    const string Upstream = "oracle: ";

    readonly string _name;
    readonly string[] _lines;
    int _next;

    TranscriptParser(string name, string[] lines)
    {
        _name = name;
        _lines = lines;
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="name">The file's name without .txt, for messages.</param>
    /// <param name="text">Its content.</param>
    public static Transcript Parse(string name, string text) => new TranscriptParser(name, text.Split('\n')).ParseFile();

    Transcript ParseFile()
    {
        var shared = ParseSettings();
        var scenarios = new List<Scenario>();
        while (Peek() is not null)
            scenarios.Add(ParseScenario(shared));
        if (scenarios.GroupBy(scenario => scenario.Title).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TranscriptException($"{_name}: two scenarios called '{twice.Key}'");
        return new Transcript(_name, scenarios);
    }

    Scenario ParseScenario(Settings shared)
    {
        var line = _next + 1;
        var heading = _lines[_next++];
        if (!heading.StartsWith("== ", StringComparison.Ordinal))
            throw Error(line, "expected a heading, '== title'");
        var own = ParseSettings();
        var steps = new List<Step>();
        while (Peek() is { } text && !text.StartsWith("== ", StringComparison.Ordinal))
            steps.Add(ParseStep(text));
        return new Scenario(
            _name,
            heading[3..].Trim(),
            line,
            ConfigurationLines.Override(shared.Configuration, own.Configuration),
            [.. shared.Files, .. own.Files],
            own.Difference,
            steps);
    }

    /// <summary>The config:, files: and ours-only: lines at the top of a file or scenario.</summary>
    Settings ParseSettings()
    {
        var settings = new Settings();
        while (Peek() is { } text)
        {
            if (text == "config:")
                settings.Configuration.AddRange(Block());
            else if (text == "files:")
                settings.Files.AddRange(Block().Select(FixtureEntry.Parse));
            else if (text.StartsWith("ours-only: ", StringComparison.Ordinal))
                settings.Difference = _lines[_next++]["ours-only: ".Length..];
            else
                break;
        }
        return settings;
    }

    IEnumerable<string> Block()
    {
        _next++;
        while (_next < _lines.Length && _lines[_next].StartsWith("    ", StringComparison.Ordinal))
            yield return _lines[_next++][4..];
    }

    Step ParseStep(string text)
    {
        var line = _next + 1;
        var (verb, argument) = SplitVerb(text);
        return verb switch
        {
            "<" => Expectation(line, verb, "", "<", TakeReply),
            "D<" => Expectation(line, verb, "", "D<", prefix => TakeAll(prefix)),
            "D>" => new Step(line, verb, string.Join('\n', TakeAll("D>")), [], null) { LastLine = _next },
            "log" => Log(line, argument),
            "file" => FileStep(line, argument),
            _ => Plain(line, verb, argument),
        };
    }

    Step Plain(int line, string verb, string argument)
    {
        _next++;
        return new Step(line, verb, argument, [], null);
    }

    Step Log(int line, string argument)
    {
        _next++;
        return Expectation(line, "log", argument, "|", prefix => TakeAll(prefix));
    }

    Step FileStep(int line, string argument)
    {
        _next++;
        var arrow = argument.IndexOf(" -> ", StringComparison.Ordinal);
        if (arrow < 0)
            return new Step(line, "file", argument.Trim(), [], null);
        var upstream = TakeOne(Upstream + "->");
        return new Step(line, "file", argument[..arrow].Trim(), [argument[(arrow + 4)..]], upstream is null ? null : [upstream]) { LastLine = _next };
    }

    Step Expectation(int line, string verb, string argument, string prefix, Func<string, List<string>> take)
    {
        var expected = take(prefix);
        var upstream = take(Upstream + prefix);
        var recorded = expected is [""] && verb != "log" ? [] : expected;
        return new Step(line, verb, argument, recorded, upstream.Count == 0 ? null : upstream) { LastLine = _next };
    }

    List<string> TakeAll(string prefix)
    {
        var taken = new List<string>();
        while (TakeOne(prefix) is { } text)
            taken.Add(text);
        return taken;
    }

    /// <summary>One reply: up to the line with its code and a blank. A lone prefix is a reply that is not recorded yet.</summary>
    List<string> TakeReply(string prefix)
    {
        var reply = new List<string>();
        while (TakeOne(prefix) is { } text)
        {
            reply.Add(text);
            if (reply.Count == 1 && (text.Length < 4 || text[3] != '-'))
                break;
            if (text.Length >= 4 && text[3] == ' ' && text[..3] == reply[0][..3])
                break;
        }
        return reply;
    }

    string? TakeOne(string prefix)
    {
        if (_next >= _lines.Length)
            return null;
        var text = _lines[_next];
        if (text == prefix)
        {
            _next++;
            return "";
        }
        if (!text.StartsWith(prefix + " ", StringComparison.Ordinal))
            return null;
        _next++;
        return text[(prefix.Length + 1)..];
    }

    /// <summary>The next line that means something, comments and blank lines skipped; null at the end.</summary>
    string? Peek()
    {
        while (_next < _lines.Length && (_lines[_next].Length == 0 || _lines[_next].StartsWith('#')))
            _next++;
        return _next < _lines.Length ? _lines[_next] : null;
    }

    static (string Verb, string Argument) SplitVerb(string text)
    {
        var blank = text.IndexOf(' ');
        return blank < 0 ? (text, "") : (text[..blank], text[(blank + 1)..]);
    }

    TranscriptException Error(int line, string message) => new($"{_name}.txt:{line}: {message}");

    sealed class Settings
    {
        public List<string> Configuration { get; } = [];
        public List<FixtureEntry> Files { get; } = [];
        public string? Difference { get; set; }
    }
}
