using System.Globalization;
using System.Text;

namespace ProftpdSharp.Configuration;

/// <summary>All directives of upstream's modules, for those modules that this server has not: they are known, checked for context and count, and kept as words.</summary>
public static class UpstreamTable
{
    /// <summary>Modules of upstream that bring no directive of their own.</summary>
    static readonly string[] WithoutDirectives =
    [
        "mod_quotatab_file", "mod_quotatab_ldap", "mod_quotatab_radius", "mod_quotatab_sql", "mod_sftp_sql", "mod_sql_mysql", "mod_sql_postgres", "mod_sql_sqlite",
        "mod_tls_fscache", "mod_tls_memcache", "mod_tls_redis", "mod_tls_shmcache", "mod_wrap2_file", "mod_wrap2_redis", "mod_wrap2_sql",
    ];

    static readonly Lazy<Dictionary<string, Directive<IReadOnlyList<string>>>> Rows =
        new(() => Read().DistinctBy(directive => directive.Name).ToDictionary(directive => directive.Name, StringComparer.OrdinalIgnoreCase));

    static readonly Lazy<HashSet<string>> ModuleNames =
        new(() => [.. Rows.Value.Values.Select(directive => directive.Module), .. WithoutDirectives]);

    /// <summary>Every row, as a directive that keeps its words.</summary>
    public static IReadOnlyCollection<Directive<IReadOnlyList<string>>> Directives => Rows.Value.Values;

    /// <summary>The row of that name, in any case.</summary>
    public static Directive<IReadOnlyList<string>>? Find(string name) => Rows.Value.GetValueOrDefault(name);

    /// <summary>Whether upstream has the module (<c>mod_sql</c>).</summary>
    public static bool HasModule(string module) => ModuleNames.Value.Contains(module);

    /// <summary>Whether a directive switches its whole module on or off: <c>QuotaEngine</c>, <c>Ratios</c>.</summary>
    public static bool IsEngineSwitch(Directive directive) =>
        directive.Name.EndsWith("Engine", StringComparison.Ordinal) || directive.Name == "Ratios";

    static IEnumerable<Directive<IReadOnlyList<string>>> Read()
    {
        var checks = Lines("checks.tsv").ToDictionary(cells => cells[0]);
        foreach (var cells in Lines("directives.tsv"))
        {
            var directive = Row(cells, checks.GetValueOrDefault(cells[0]));
            directive.RegisterIn(cells[1]);
            yield return directive;
        }
    }

    static Directive<IReadOnlyList<string>> Row(string[] cells, string[]? checks) =>
        new(cells[0], ContextsOf(cells[2]), Values.Words, [], MergeOf(cells[7]))
        {
            MinArguments = Number(cells[3]) ?? 0,
            MaxArguments = Number(cells[4]),
            Storage = StorageOf(cells[0], cells[7]),
            WrongCount = checks?[1] is { Length: > 1 } text ? text : null,
            CheckOrder = checks?[2] == "context" ? CheckOrder.ContextFirst : CheckOrder.ArgumentsFirst,
        };

    static IEnumerable<string[]> Lines(string resource)
    {
        using var stream = typeof(UpstreamTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Skip(1).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
    }

    static int? Number(string cell) => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static MergeRule MergeOf(string cell) => cell switch
    {
        "yes" => MergeRule.Down,
        "yes-multi" => MergeRule.DownMulti,
        _ => MergeRule.None,
    };

    static Storage StorageOf(string name, string cell) => (name, cell) switch
    {
        ("AuthOrder", _) => Storage.Once,
        (_, "n/a(server_rec)" or "no (also server_rec)") => Storage.Server,
        (_, "n/a(global)" or "n/a") => Storage.Process,
        _ => Storage.List,
    };

    static ConfigContext ContextsOf(string cell) => cell.Split(", ").Aggregate(ConfigContext.None, (sum, word) => sum | word switch
    {
        "server config" => ConfigContext.Server,
        ".ftpaccess" => ConfigContext.FtpAccess,
        _ when word.StartsWith("any ", StringComparison.Ordinal) => Contexts.Unchecked,
        _ => Enum.Parse<ConfigContext>(word),
    });
}
