using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Lang;

/// <summary>
/// Replies in a language: upstream's catalogue of it, where it is installed, and the C library's own words for errors. Safe to use from several
/// threads.
/// </summary>
sealed class Translation
{
    const string Syntax = "Syntax: ";

    /// <summary>
    /// A format that upstream's catalogues cannot hold, for it breaks off before a number of 64 bits, and that another, which they have, looks like.
    /// </summary>
    const string Broken = "Opening %s mode data connection for %s (%s bytes)";

    /// <summary>The largest number of an error.</summary>
    const int LastError = 133;

    /// <summary>By the English text.</summary>
    readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The longest first.</summary>
    readonly List<(MessageTemplate Original, MessageTemplate Translated)> _templates = [];

    Translation()
    {
    }

    /// <summary>The language of a locale.</summary>
    /// <param name="locale">For its words for errors and its character set.</param>
    /// <param name="messages">The catalogue; null for none.</param>
    public static Translation Of(Locale locale, Dictionary<string, string>? messages)
    {
        var translation = new Translation();
        translation.AddErrors(locale);
        if (messages is not null)
            translation.AddMessages(messages, locale.Codeset);
        return translation;
    }

    /// <summary>Whether there is nothing that it would say otherwise.</summary>
    public bool IsEmpty => _errors.Count == 0 && _texts.Count == 0 && _templates.Count == 0;

    /// <summary>A line of a reply in this language, as far as it has words for it.</summary>
    public string Translate(string line)
    {
        var text = line.TrimStart(' ');
        var translated = Find(text);
        return translated is null ? line : string.Concat(line.AsSpan(0, line.Length - text.Length), translated);
    }

    string? Find(string text)
    {
        if (_texts.TryGetValue(text, out var whole))
            return whole;
        foreach (var (original, translated) in _templates)
        {
            if (original.Match(text) is { } arguments)
                return translated.Print(arguments.ConvertAll(Argument));
        }
        if (text.StartsWith(Syntax, StringComparison.Ordinal) && text.IndexOf(' ', Syntax.Length) is >= 0 and var blank)
            return text[..(blank + 1)] + Argument(text[(blank + 1)..]);
        // "name: error" is upstream's most common format, and not every catalogue has it.
        var colon = text.LastIndexOf(": ", StringComparison.Ordinal);
        return colon >= 0 && _errors.TryGetValue(text[(colon + 2)..], out var error) ? text[..(colon + 2)] + error : null;
    }

    /// <summary>An error's text, and a phrase, are translated too; a word may be a name.</summary>
    string Argument(string argument) =>
        _errors.TryGetValue(argument, out var error) ? error
        : argument.Contains(' ', StringComparison.Ordinal) && _texts.TryGetValue(argument, out var phrase) ? phrase
        : argument;

    void AddErrors(Locale locale)
    {
        for (var number = 1; number <= LastError; number++)
        {
            var (english, local) = (((Errno)number).Describe(), locale.Describe((Errno)number));
            if (english != local && !local.EndsWith($" {number}", StringComparison.Ordinal))
                _errors.TryAdd(english, local);
        }
    }

    void AddMessages(Dictionary<string, string> messages, string codeset)
    {
        var opened = CharsetConverter.Open(to: codeset + "//TRANSLIT", from: MessageFile.Charset(messages));
        using var converter = opened.Value;
        foreach (var (original, text) in messages)
        {
            if (original.Length == 0 || text.Length == 0 || original == text || converter?.Convert(text) is not { } local)
                continue;
            if (!original.Contains('%', StringComparison.Ordinal))
                _texts[original] = local;
            else if (MessageTemplate.TryParse(original, out var from) && MessageTemplate.TryParse(local, out var to))
                _templates.Add((from, to));
        }
        if (MessageTemplate.TryParse(Broken, out var itself))
            _templates.Add((itself, itself));
        _templates.Sort((one, other) => other.Original.Weight.CompareTo(one.Original.Weight));
    }
}
