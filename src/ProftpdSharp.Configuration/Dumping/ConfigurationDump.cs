using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Dumping;

/// <summary>
/// A loaded configuration as a file: what is in force after Global, nesting and merging, each line with the line that it comes from. Loading that file
/// gives the same configuration, and dumping it the same file. What a section takes over from around it stands there as a comment.
/// </summary>
/// <param name="configuration">What is dumped.</param>
/// <param name="registry">The directives that it was loaded with.</param>
/// <param name="host">The machine, for origins that the file itself got from an earlier dump.</param>
public sealed class ConfigurationDump(ServerConfiguration configuration, DirectiveRegistry registry, ConfigurationHost host)
{
    readonly DumpWriter _to = new(new Origins(host));

    /// <summary>The lines of the file.</summary>
    /// <param name="only">Only this server; null for all.</param>
    public IReadOnlyList<string> Write(VirtualServer? only = null)
    {
        _to.Comment(Origins.Mark);
        WriteModules();
        foreach (var record in configuration.Process.Records)
            _to.Parameter(record);
        foreach (var section in configuration.Classes)
            WriteSection(section, "Class", section.Arguments);
        foreach (var server in configuration.Servers.Where(server => only is null || server == only))
            WriteServer(server);
        return _to.Lines;
    }

    /// <summary>LoadModule for what was asked for; ModuleOrder where that does not lead to the order in force.</summary>
    void WriteModules()
    {
        var loaded = new LoadedModules(registry);
        foreach (var module in configuration.Modules.Where(configuration.RequestedModules.Contains))
        {
            loaded.Load(module);
            _to.Line($"LoadModule {module}.c");
        }

        foreach (var module in MissingModules())
            _to.Line($"LoadModule {module}.c");
        if (!loaded.InOrder().SequenceEqual(configuration.Modules))
            _to.Line($"ModuleOrder {string.Join(' ', configuration.Modules.Select(module => module + ".c"))}");
    }

    /// <summary>Modules whose directives are used though this server lacks them.</summary>
    IEnumerable<string> MissingModules() =>
        configuration.Servers.SelectMany(server => Records(server.Root))
            .Select(record => record.Directive.Module).Distinct().Where(module => !registry.Modules.Contains(module)).Order(StringComparer.Ordinal);

    static IEnumerable<ConfigRecord> Records(ConfigScope scope) => Written(scope).Concat(scope.Sections.SelectMany(Records));

    void WriteServer(VirtualServer server)
    {
        _to.Space();
        if (server.IsMain)
        {
            WriteContents(server.Root);
            return;
        }

        _to.Open("VirtualHost", server.Root.Arguments, server.Root.Source);
        WriteContents(server.Root);
        _to.Close("VirtualHost");
    }

    void WriteContents(ConfigScope scope)
    {
        foreach (var record in Written(scope).Where(record => !IsTakenOver(scope, record) && !IsRepeated(scope, record) && MayStand(record, scope)))
            _to.Parameter(record);
        // By name: their order says nothing, and follows from the order around.
        foreach (var record in Written(scope).Where(record => IsTakenOver(scope, record)).OrderBy(record => record.Directive.Name, StringComparer.Ordinal))
            _to.TakenOver(record);
        WriteEverything(scope);
        foreach (var section in Declared(scope, SectionKind.Limit))
            WriteSection(section, "Limit", section.Arguments);
        // A Directory in an If* section must not come after one of the same name outside.
        foreach (var section in scope.Sections.Where(section => section.Kind >= SectionKind.IfAuthenticated).Reverse())
            WriteSection(section, section.Kind.ToString(), section.Arguments);
        foreach (var section in Declared(scope, SectionKind.Anonymous))
            WriteSection(section, "Anonymous", section.Arguments);
        if (scope.Kind != SectionKind.Directory)
            WriteDirectories(scope);
    }

    /// <summary>Sections stand in the list from the last declared to the first.</summary>
    static IEnumerable<ConfigScope> Declared(ConfigScope scope, SectionKind kind) => scope.SectionsOf(kind).Reverse();

    void WriteSection(ConfigScope section, string tag, IEnumerable<string> arguments)
    {
        _to.Space();
        _to.Open(tag, arguments, section.Source);
        WriteContents(section);
        _to.Close(tag);
    }

    /// <summary>What an Anonymous section got from its <c>&lt;Directory *&gt;</c> and could not hold itself; dissolving turns the order around.</summary>
    void WriteEverything(ConfigScope scope)
    {
        var records = Written(scope).Where(record => !IsTakenOver(scope, record) && !MayStand(record, scope)).Reverse().ToList();
        if (records.Count == 0)
            return;
        _to.Space();
        _to.Open("Directory", ["*"], null);
        foreach (var record in records)
            _to.Parameter(record);
        _to.Close("Directory");
    }

    static bool MayStand(ConfigRecord record, ConfigScope scope) => scope.Kind != SectionKind.Anonymous || record.Directive.Contexts.HasFlag(ConfigContext.Anonymous);

    static IEnumerable<ConfigRecord> Written(ConfigScope scope) => scope.Records.Where(record => !record.Directive.IsImplied);

    static bool IsTakenOver(ConfigScope scope, ConfigRecord record) => scope.Parent?.Records.Contains(record) == true;

    /// <summary>A second one that Global added to a directive which may stand once.</summary>
    static bool IsRepeated(ConfigScope scope, ConfigRecord record) =>
        record.Directive.Storage == Storage.Once && scope.Records.First(other => other.Directive == record.Directive) != record;

    /// <summary>Directory sections cannot stand inside one another: all of them follow as they were declared, so that they nest again as they did.</summary>
    void WriteDirectories(ConfigScope scope)
    {
        foreach (var directory in Directories(scope).DistinctBy(section => section.Name).OrderBy(section => section.Place).Reverse())
            WriteSection(directory, "Directory", [directory.Name]);
    }

    /// <summary>Of several for one path (one of them from Global) only the first in the list as it nested ever matches, with what nested in it.</summary>
    static IEnumerable<ConfigScope> Directories(ConfigScope scope) =>
        scope.SectionsOf(SectionKind.Directory).DistinctBy(section => section.Name).SelectMany(section => Directories(section).Prepend(section));
}
