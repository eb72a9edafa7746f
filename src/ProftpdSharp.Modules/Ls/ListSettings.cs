using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Ls;

/// <summary>What one ListOptions line says.</summary>
sealed record ListSettings
{
    public static readonly Feature Feature = new("ListOptions");

    /// <summary>The first line that counts for a command is the one in force.</summary>
    public static readonly Directive<ListSettings> ListOptions = Feature.Directive(
        new Directive<ListSettings>("ListOptions", Contexts.Everywhere, Parse, new ListSettings(), MergeRule.Down) { WrongCount = "wrong number of parameters" });

    /// <summary>Letters: behind a minus set, behind a plus taken away.</summary>
    public string Options { get; init; } = "";

    /// <summary>The client's letters count for nothing.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The most entries of one listing; 0 for no limit.</summary>
    public int MaxFiles { get; init; }

    /// <summary>The most directories of one listing; 0 for no limit.</summary>
    public int MaxDirectories { get; init; }

    /// <summary>How deep a recursive listing goes; 0 for no limit.</summary>
    public int MaxDepth { get; init; }

    /// <summary>NLST and STAT take no notice of this line.</summary>
    public bool IsListOnly { get; init; }

    /// <summary>LIST and STAT take no notice of this line.</summary>
    public bool IsNlstOnly { get; init; }

    /// <summary>What does not exist is an empty listing and no error.</summary>
    public bool NoErrorIfAbsent { get; init; }

    /// <summary>The targets of links are shown as paths from the session's root.</summary>
    public bool AdjustedSymlinks { get; init; }

    /// <summary>NLST sorts a directory's names.</summary>
    public bool SortedNlst { get; init; }

    /// <summary>The settings in force for LIST, NLST or STAT: those of the working directory, whatever is listed.</summary>
    public static async ValueTask<ListSettings> ForAsync(Session session, string verb) => For(await PathAccess.ScopeAsync(session, session.WorkingDirectory), verb);

    static ListSettings For(ConfigScope scope, string verb) =>
        scope.All(ListOptions).Select(record => record.Value).FirstOrDefault(settings => settings.CountsFor(verb)) ?? ListOptions.Default;

    bool CountsFor(string verb) => verb switch
    {
        "LIST" => !IsNlstOnly,
        "NLST" => !IsListOnly,
        _ => !IsNlstOnly && !IsListOnly,
    };

    static Parsed<ListSettings> Parse(DirectiveLine line)
    {
        var settings = new ListSettings { Options = line[0] };
        for (var i = 1; i < line.Count; i++)
        {
            var keyword = line[i].ToLowerInvariant();
            var number = 0;
            if (keyword is "maxfiles" or "maxdirs" or "maxdepth")
            {
                var word = ++i < line.Count ? line[i] : "";
                number = Values.Atoi(word);
                if (number <= 0)
                    return line.Error($": {keyword} must be greater than 0: '{word}'");
            }
            if (settings.With(keyword, number) is not { } next)
                return line.Error($": unknown keyword: '{line[i]}'");
            settings = next;
        }
        return settings;
    }

    ListSettings? With(string keyword, int number) => keyword switch
    {
        "strict" => this with { IsStrict = true },
        "maxfiles" => this with { MaxFiles = number },
        "maxdirs" => this with { MaxDirectories = number },
        "maxdepth" => this with { MaxDepth = number },
        "listonly" => this with { IsListOnly = true },
        "nlstonly" => this with { IsNlstOnly = true },
        "noerrorifabsent" => this with { NoErrorIfAbsent = true },
        "adjustedsymlinks" => this with { AdjustedSymlinks = true },
        "noadjustedsymlinks" => this with { AdjustedSymlinks = false },
        "sortednlst" => this with { SortedNlst = true },
        _ => null,
    };
}
