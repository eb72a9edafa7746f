using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Lang;

/// <summary>The languages that this server speaks: those with a catalogue below LangPath for which the machine has a locale.</summary>
sealed class Languages
{
    /// <summary>What there is no better name for: the texts as they were written.</summary>
    const string Written = "en_US";

    const string Utf8 = ".UTF-8";

    public static readonly HostKey<Languages> Key = new(_ => new Languages());

    readonly Lock _lock = new();

    /// <summary>Those that a session spoke, by the locale's name; null for one that says nothing otherwise.</summary>
    readonly Dictionary<string, Translation?> _translations = new(StringComparer.Ordinal);

    volatile IReadOnlyList<string> _names = [Written];
    volatile string _default = Written;
    volatile string _path = "";

    Languages()
    {
    }

    /// <summary>The language of the environment.</summary>
    public string Default => _default;

    /// <summary>Its texts, in the character set of LC_CTYPE; null for texts as they are written.</summary>
    public Translation? DefaultTranslation { get; private set; }

    /// <summary>Looks below a path anew, as a start and each reload do.</summary>
    public void Load(string path, ServerLog log)
    {
        var isFirst = _path.Length == 0;
        _path = path;
        using (var locale = Locale.Open(""))
        {
            if (isFirst && locale is null)
                log.Write(LogLevel.Warning, null, $"warning: unknown/unsupported LANG environment variable '{NativeEnvironment.Get("LANG") ?? "(null)"}', ignoring");
            _default = locale is null ? Written : OfEnvironment();
            DefaultTranslation = locale is null || _default == Written ? null : Load(locale, _default);
        }
        var found = Find(path, log);
        _names = found.Count > 0 ? found : [_default];
        log.Debug(8, null, $"{LangModule.Label}: added the following supported languages: {string.Join(", ", _names)}");
        lock (_lock)
            _translations.Clear();
    }

    /// <summary>The name that a client or LangDefault means (<c>en-us</c> is en_US); null where it is not spoken.</summary>
    public string? NameOf(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var name = dash >= 0 && (dot < 0 || dash < dot) ? $"{text[..dash]}_{text[(dash + 1)..]}" : text;
        return _names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The line of FEAT, the present language marked.</summary>
    public string Announce(string present)
    {
        var marked = NameOf(present);
        return "LANG " + string.Join(';', _names.Select(name => Announced(name) + (name == marked ? "*" : "")));
    }

    /// <summary>
    /// Loads the language of a locale, or of its UTF-8 kind where the name has no character set. False where the machine has neither; <paramref
    /// name="translation"/> is null for texts as they are written.
    /// </summary>
    public bool TryLoad(string name, SessionLog log, out Translation? translation)
    {
        lock (_lock)
        {
            if (_translations.TryGetValue(name, out translation))
                return true;
        }
        using var locale = Open(name, out var opened);
        if (locale is null)
            return false;
        if (opened != name)
            log.Debug(9, $"{LangModule.Label}: '{name}' is an alias for '{opened}'");
        translation = Load(locale, opened);
        lock (_lock)
            _translations[name] = translation;
        return true;
    }

    Translation? Load(Locale locale, string name)
    {
        var loaded = Translation.Of(locale, Catalogue(name));
        return loaded.IsEmpty ? null : loaded;
    }

    static Locale? Open(string name, out string opened)
    {
        opened = name;
        if (Locale.Open(name) is { } locale)
            return locale;
        opened = name + Utf8;
        return name.Contains('.', StringComparison.Ordinal) ? null : Locale.Open(opened);
    }

    /// <summary>As gettext looks for it: below the whole name, without the character set, below the language alone.</summary>
    Dictionary<string, string>? Catalogue(string name)
    {
        string[] candidates = [name, name.Split('.', '@')[0], name.Split('_', '.', '@')[0]];
        return candidates.Distinct().Select(candidate => MessageFile.Read(FileOf(_path, candidate))).FirstOrDefault(messages => messages is not null);
    }

    static string FileOf(string path, string name) => $"{path}/{name}/LC_MESSAGES/proftpd.mo";

    static List<string> Find(string path, ServerLog log)
    {
        var names = new List<string>();
        var entries = Files.ReadNames(path);
        if (!entries.Ok)
        {
            log.Write(LogLevel.Notice, null, $"{LangModule.Label}: unable to scan the localised files in '{path}': {entries.Error.Describe()}");
            return names;
        }
        foreach (var name in entries.Value.Where(name => Files.StatAt(Descriptor.WorkingDirectory, FileOf(path, name), AtFlags.None).Ok))
        {
            using var locale = Open(name, out var opened);
            if (locale is null)
                log.Debug(5, null, $"{LangModule.Label}: skipping possible language '{name}': not supported by setlocale(3); see `locale -a'");
            else
                names.AddRange(opened == name ? [name] : [opened, name]);
        }
        return names;
    }

    /// <summary>What setlocale(3) makes of the environment.</summary>
    static string OfEnvironment()
    {
        string[] variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        var name = variables.Select(NativeEnvironment.Get).FirstOrDefault(value => value is { Length: > 0 });
        return name is null or "C" or "POSIX" ? Written : name;
    }

    static string Announced(string name)
    {
        var underscore = name.IndexOf('_', StringComparison.Ordinal);
        return underscore < 0 ? name : $"{name[..underscore]}-{name[(underscore + 1)..]}";
    }
}
