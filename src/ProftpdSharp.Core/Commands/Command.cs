using System.Buffers;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Commands;

/// <summary>One parsed line of the control channel; immutable. All text is Latin-1: a char is a byte.</summary>
public sealed class Command
{
    /// <summary>What parts the words of a line: C's isspace(3), line ends among them.</summary>
    public static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n\v\f\r");

    internal Command(CommandTable table, string verb, string originalVerb, string argument)
        : this(table, verb, originalVerb, argument.AsSpan().ContainsAnyExcept(Blanks) ? argument : "", argument) { }

    Command(CommandTable table, string verb, string originalVerb, string argument, string lineArgument)
        : this(table, verb, originalVerb, argument, lineArgument, WordsOf(verb, argument)) { }

    Command(CommandTable table, string verb, string originalVerb, string argument, string lineArgument, IReadOnlyList<string> words)
    {
        Table = table;
        Verb = verb;
        OriginalVerb = originalVerb;
        Argument = argument;
        LineArgument = lineArgument;
        Words = words;
        (Group, Class) = table.GroupAndClass(verb);
    }

    /// <summary>The table that the command is dispatched by, for those who list commands (HELP, FEAT, SITE).</summary>
    public CommandTable Table { get; }

    /// <summary>The command in upper case, as it is looked up and as <c>&lt;Limit&gt;</c> names it: <c>RETR</c>, <c>SITE_CHMOD</c>.</summary>
    public string Verb { get; }

    /// <summary>The verb as the client spelled it: replies such as <c>500 fOO not understood</c> echo it.</summary>
    public string OriginalVerb { get; }

    /// <summary>Everything after the verb and the one blank that follows it; empty when that is nothing but blanks.</summary>
    public string Argument { get; }

    /// <summary>The argument of the client's line: of a SITE sub-command with its name, <c>CHMOD 644 file</c>; with nothing but blanks, those. What command filters judge.</summary>
    public string LineArgument { get; }

    /// <summary>The argument split at blanks, as <see cref="WordsOf"/> has it.</summary>
    public IReadOnlyList<string> Words { get; }

    public CommandGroup Group { get; private init; }

    public CommandClass Class { get; }

    public bool HasArgument => Argument.Length > 0;

    /// <summary>The line as logs and the scoreboard may show it: secrets are <c>(hidden)</c>.</summary>
    public string LogLine => IsSub ? $"{OriginalVerb} {LineArgument}" : HasArgument ? $"{OriginalVerb} {LogArgument}" : OriginalVerb;

    /// <summary>Whether it is what SITE named.</summary>
    bool IsSub => Verb != "SITE" && UpperCase(OriginalVerb) == "SITE";

    /// <summary>The argument as logs may show it.</summary>
    public string LogArgument => Verb is "PASS" or "ADAT" ? "(hidden)" : Argument;

    /// <summary>The verb and the words, for replies that quote the command.</summary>
    public string Line => string.Join(' ', Words.Prepend(Verb));

    /// <summary>Appends upstream's reply to wrong arguments: <c>'RETR' not understood</c>.</summary>
    public Outcome NotUnderstood(Session session, int code) => session.Fail(code, $"'{Line}' not understood");

    /// <summary>Asks the rows of the verb, without any phase before and behind; <see cref="Outcome.Declined"/> when there is none.</summary>
    public async ValueTask<Outcome> RunAsync(Session session)
    {
        foreach (var row in Table.Rows(Verb))
        {
            var outcome = await row.Handler(session, this);
            if (outcome != Outcome.Declined)
                return outcome;
        }
        return Outcome.Declined;
    }

    /// <summary>Another command made from this one: STAT that lists, STOU that stores.</summary>
    public Command As(string verb, string argument) => new(Table, verb, OriginalVerb, argument, LineArgument);

    /// <summary>The same command as one of another group, by whose limits a part of it is judged: what SITE SYMLINK links to is only read.</summary>
    public Command In(CommandGroup group) => new(Table, Verb, OriginalVerb, Argument, LineArgument, Words) { Group = group };

    /// <summary>What the command's first word names, as a command with the other words.</summary>
    public Command AsSub(string verb)
    {
        var words = Words.Skip(1).ToList();
        return new(Table, verb, OriginalVerb, string.Join(' ', words), LineArgument, words);
    }

    /// <summary>
    /// The words of an argument. One that begins with a double quote ends with the next, and a backslash in it stands for the character behind it.
    /// Only in SITE there are empty words between blanks.
    /// </summary>
    public static IReadOnlyList<string> WordsOf(string verb, string argument) =>
        verb == "SITE" ? Configuration.Parsing.Words.OfSite(argument) : Configuration.Parsing.Words.OfCommand(argument);

    /// <summary>Parses one line, its line end already removed; null for an empty line and for one that begins with a blank.</summary>
    internal static Command? Parse(CommandTable table, string line)
    {
        if (line.Length == 0 || Blanks.Contains(line[0]))
            return null;
        var text = line.AsSpan();
        var end = text.IndexOfAny(Blanks);
        var verb = (end < 0 ? text : text[..end]).ToString();
        // One blank separates; a second one is the beginning of the argument, as in "CWD  two blanks before".
        var argument = end < 0 ? [] : text[(end + 1)..];
        return new Command(table, UpperCase(verb), verb, argument.ToString());
    }

    /// <summary>ASCII letters only: other bytes stay as they are, and what a client sent remains a byte string.</summary>
    public static string UpperCase(string verb) =>
        string.Create(verb.Length, verb, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiLetterLower(source[i]) ? (char)(source[i] - 32) : source[i];
        });
}
