namespace ProftpdSharp.Utilities;

/// <summary>One option found on a command line.</summary>
/// <param name="Letter">Its short name; <c>?</c> for one that is unknown or lacks its value.</param>
/// <param name="Value">Its value; of an unknown option the letter.</param>
/// <param name="LacksValue">Whether the option is known and its value is not there.</param>
readonly record struct Option(char Letter, string Value, bool LacksValue = false);

/// <summary>Options as getopt_long(3) reads them, or getopt(3) where there are no long names: words that are none may stand between them, unless the letters begin with a plus sign.</summary>
/// <param name="shorts">Letters, a colon behind those that take a value; a plus sign before them ends the options at the first word.</param>
/// <param name="longs">Long names with their letters.</param>
sealed class Options(string shorts, params (string Name, char Letter)[] longs)
{
    readonly List<string> _words = [];

    /// <summary>The words that are no options, once <see cref="Read"/> has gone to its end.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The options in their order.</summary>
    public IEnumerable<Option> Read(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                _words.AddRange(args[(i + 1)..].Select(UtilityConsole.Bytes));
                yield break;
            }
            if (args[i].Length < 2 || args[i][0] != '-')
            {
                if (shorts[0] == '+')
                {
                    _words.AddRange(args[i..].Select(UtilityConsole.Bytes));
                    yield break;
                }
                _words.Add(UtilityConsole.Bytes(args[i]));
            }
            else if (longs.Length > 0 && args[i].StartsWith("--", StringComparison.Ordinal))
            {
                yield return Long(args, ref i);
            }
            else
            {
                for (var at = 1; at > 0;)
                    yield return Short(args, ref i, ref at);
            }
        }
    }

    Option Long(string[] args, ref int i)
    {
        var word = args[i][2..];
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word : word[..equals];
        var matches = longs.Where(option => option.Name == name).ToList();
        if (matches.Count == 0)
            matches = [.. longs.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal))];
        if (matches is not [var found])
            return new Option('?', "-");
        if (!TakesValue(found.Letter))
            return new Option(found.Letter, "");
        if (equals >= 0)
            return new Option(found.Letter, UtilityConsole.Bytes(word[(equals + 1)..]));
        return i + 1 < args.Length ? new Option(found.Letter, UtilityConsole.Bytes(args[++i])) : new Option('?', found.Letter.ToString());
    }

    /// <summary>One letter of a word; <paramref name="at"/> becomes 0 at the word's end.</summary>
    Option Short(string[] args, ref int i, ref int at)
    {
        var word = args[i];
        var letter = word[at++];
        var rest = word[at..];
        if (letter is ':' or '+' || !shorts.Contains(letter))
        {
            at = rest.Length == 0 ? 0 : at;
            return new Option('?', letter.ToString());
        }
        if (!TakesValue(letter))
        {
            at = rest.Length == 0 ? 0 : at;
            return new Option(letter, "");
        }
        at = 0;
        if (rest.Length > 0)
            return new Option(letter, UtilityConsole.Bytes(rest));
        return i + 1 < args.Length ? new Option(letter, UtilityConsole.Bytes(args[++i])) : new Option('?', letter.ToString(), LacksValue: true);
    }

    bool TakesValue(char letter) => shorts.Contains($"{letter}:", StringComparison.Ordinal);
}
