using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Ls;

/// <summary>How entries are written.</summary>
enum Layout
{
    /// <summary>A line for each, as <c>ls -l</c>.</summary>
    Long,

    /// <summary>Its name alone: <c>-1</c>.</summary>
    Names,

    /// <summary>Names in columns: <c>-C</c>.</summary>
    Columns,
}

/// <summary>Which time of a file is shown and sorted by.</summary>
enum ShownTime
{
    Modified,

    /// <summary><c>-c</c>.</summary>
    Changed,

    /// <summary><c>-u</c>.</summary>
    Accessed,
}

/// <summary>The letters that LIST and NLST take from ls(1), from the client and from ListOptions.</summary>
sealed class ListSwitches
{
    static readonly SessionKey<Memory> Key = new(() => new Memory());

    /// <summary><c>-a</c>: names that begin with a dot, and the two dots themselves.</summary>
    public bool All { get; private set; }

    /// <summary><c>-A</c>: names that begin with a dot, without the two dots.</summary>
    public bool AlmostAll { get; private set; }

    /// <summary><c>-d</c>: a directory itself, not what is in it.</summary>
    public bool DirectoryItself { get; private set; }

    /// <summary><c>-F</c>: a sign for the kind of file behind each name.</summary>
    public bool Classify { get; private set; }

    /// <summary><c>-h</c>: sizes as 1.5k.</summary>
    public bool HumanSizes { get; private set; }

    /// <summary><c>-L</c>: links shown as what they lead to.</summary>
    public bool FollowLinks { get; private set; }

    /// <summary><c>-n</c>: owners as numbers.</summary>
    public bool Numeric { get; private set; }

    /// <summary><c>-R</c>.</summary>
    public bool Recursive { get; private set; }

    /// <summary><c>-r</c>, which turns an order by time or size alone.</summary>
    public bool Reverse { get; private set; }

    /// <summary><c>-S</c>.</summary>
    public bool BySize { get; private set; }

    /// <summary><c>-t</c>, stronger than <c>-S</c>.</summary>
    public bool ByTime { get; private set; }

    /// <summary><c>-U</c>: as the file system has them.</summary>
    public bool Unsorted { get; private set; }

    public Layout Layout { get; private set; }

    /// <summary><c>-1</c>, which no other letter takes back: NLST then gives names without the paths before them.</summary>
    public bool NamesAlone { get; private set; }

    /// <summary>Links are written with what they say even where names stand alone: in STAT.</summary>
    public bool ShowsTargets { get; private init; }

    public ShownTime Time { get; private set; }

    /// <summary>What STAT shows whatever the client says: <c>-a -l</c>, what earlier listings left, and what ListOptions says about anything but layout and order.</summary>
    public static ListSwitches ForStatus(Session session, ListSettings settings)
    {
        var memory = session.State(Key);
        var switches = new ListSwitches
        {
            All = true,
            ShowsTargets = true,
            Time = memory.Time,
            Unsorted = memory.Unsorted,
            FollowLinks = memory.FollowsLinks,
            Numeric = memory.IsNumeric,
            HumanSizes = memory.HasHumanSizes,
        };
        switches.Apply(settings.Options);
        (switches.ByTime, switches.BySize, switches.Layout) = (false, false, memory.IsNames ? Layout.Names : Layout.Long);
        return switches;
    }

    /// <summary>The switches of one command: those that stay in force, the client's unless ListOptions is strict, then those of ListOptions.</summary>
    /// <param name="session">Upstream keeps <c>-c</c>, <c>-u</c> and <c>-U</c> for the rest of the session, and scripts have been seen to rely on it.</param>
    /// <param name="given">What the client gave.</param>
    /// <param name="settings">The configuration, which has the last word.</param>
    public static ListSwitches Of(Session session, string given, ListSettings settings)
    {
        var memory = session.State(Key);
        var switches = new ListSwitches { Time = memory.Time, Unsorted = memory.Unsorted };
        if (!settings.IsStrict)
            switches.Apply(given);
        switches.Apply(settings.Options);
        (memory.Time, memory.Unsorted, memory.FollowsLinks) = (switches.Time, switches.Unsorted, switches.FollowLinks);
        return switches;
    }

    /// <summary>What STAT keeps of LIST.</summary>
    public void RememberLong(Session session)
    {
        var memory = session.State(Key);
        (memory.IsNumeric, memory.HasHumanSizes, memory.IsNames) = (Numeric, HumanSizes, Layout == Layout.Names);
    }

    /// <summary>What STAT keeps of NLST.</summary>
    public void RememberNames(Session session)
    {
        var memory = session.State(Key);
        (memory.IsNumeric, memory.IsNames) = (false, this is { NamesAlone: true, Layout: not Layout.Long });
    }

    /// <summary>
    /// Cuts the switches off the front of an argument, unless that is one word and the name of something. What is neither a letter, a digit nor a minus begins
    /// the path (alone before a blank it is dropped, as upstream, and with strict to the end of its word), and so does a second blank behind the last switch.
    /// </summary>
    /// <returns>The switches, and the path behind them.</returns>
    public static async ValueTask<(string Given, string Path)> SplitAsync(Session session, string argument, ListSettings settings)
    {
        if (argument.StartsWith('-') && argument.AsSpan().IndexOfAny(' ', '\t') < 0
            && (await session.Files.StatusAsync($"{session.WorkingDirectory.TrimEnd('/')}/{argument.TrimEnd('/')}")).Ok)
        {
            return ("", argument);
        }

        var at = 0;
        while (argument.AsSpan(at).TrimStart(" \t").StartsWith('-'))
        {
            at = argument.IndexOf('-', at);
            while (at < argument.Length && (settings.IsStrict ? argument[at] is not (' ' or '\t') : char.IsAsciiLetterOrDigit(argument[at]) || argument[at] == '-'))
                at++;
            if (at == argument.Length)
                break;
            if (argument[at] is not (' ' or '\t'))
                return (argument[..at], at + 1 < argument.Length && argument[at + 1] == ' ' ? argument[(at + 1)..] : argument[at..]);
            at++;
        }

        return (argument[..at], argument[at..]);
    }

    /// <summary>The path that STAT names: it means nothing to it what a first word says that begins with a minus.</summary>
    public static string WithoutFirst(string argument)
    {
        var end = argument.StartsWith('-') ? argument.AsSpan().IndexOfAny(' ', '\t') : 0;
        return end < 0 ? "" : argument[end..].TrimStart(' ', '\t');
    }

    /// <summary>Whether an entry of a directory is shown under its name.</summary>
    public bool Shows(string name) => name is "." or ".." ? All : All || AlmostAll || !name.StartsWith('.');

    /// <summary>Words that begin with a minus set letters, and behind them words that begin with a plus take them back; any other word is the end.</summary>
    void Apply(string words)
    {
        var sign = '-';
        foreach (var word in words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] == '+')
                sign = '+';
            if (word[0] != sign)
                return;
            foreach (var letter in word.AsSpan(1))
                Turn(letter, sign == '-');
        }
    }

    void Turn(char letter, bool on)
    {
        switch (letter)
        {
            case 'a': All = on; break;
            case 'A': AlmostAll = on; break;
            case 'd': DirectoryItself = on; break;
            case 'F': Classify = on; break;
            case 'h': HumanSizes = on; break;
            case 'L': FollowLinks = on; break;
            case 'n': Numeric = on; break;
            case 'R': Recursive = on; break;
            case 'r': Reverse = on; break;
            case 'S': BySize = on; break;
            case 't': ByTime = on; break;
            case 'U': Unsorted = on; break;
            case 'l': Layout = on ? Layout.Long : Layout.Names; break;
            case '1': (Layout, NamesAlone) = (on ? Layout.Names : Layout.Long, on); break;
            case 'C': Layout = on ? Layout.Columns : Layout.Long; break;
            case 'c': Time = on ? ShownTime.Changed : ShownTime.Modified; break;
            case 'u': Time = on ? ShownTime.Accessed : ShownTime.Modified; break;
        }
    }

    sealed class Memory
    {
        public ShownTime Time { get; set; }

        public bool Unsorted { get; set; }

        // Of the last listing alone, for STAT.
        public bool FollowsLinks { get; set; }

        public bool IsNumeric { get; set; }

        public bool HasHumanSizes { get; set; }

        public bool IsNames { get; set; }
    }
}
