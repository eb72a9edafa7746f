using System.Collections.Frozen;

namespace ProftpdSharp.Configuration;

/// <summary>What opened a section. The If* sections of mod_ifsession have the context of the section around them.</summary>
public enum SectionKind
{
    Server,
    VirtualHost,
    Global,
    Anonymous,
    Directory,
    Limit,
    Class,
    FtpAccess,
    IfAuthenticated,
    IfClass,
    IfGroup,
    IfUser,
}

/// <summary>One section with its parameters and inner sections; immutable. Look-ups search this one list: inheritance happened in the merge.</summary>
public sealed class ConfigScope
{
    readonly FrozenDictionary<Directive, ConfigRecord[]> _byDirective;

    internal ConfigScope(ScopeBuilder builder, ConfigScope? parent)
    {
        Kind = builder.Kind;
        Context = builder.Context;
        Name = builder.Name;
        Arguments = [.. builder.Arguments];
        Source = builder.Source;
        Parent = parent;
        IsDeferred = builder.IsDeferred;
        Place = builder.Place;
        Records = [.. builder.Records];
        _byDirective = Records.GroupBy(record => record.Directive).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Sections = [.. builder.Sections.Select(section => new ConfigScope(section, this))];
    }

    public SectionKind Kind { get; }

    /// <summary>The context that directives inside are checked against.</summary>
    public ConfigContext Context { get; }

    /// <summary>What the section is for: the Directory's path, the Anonymous root, the class, the words of a Limit; empty for a server.</summary>
    public string Name { get; }

    /// <summary>The words of the opening tag; of a Limit the commands in upper case, counterparts (MKD, XMKD) included.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The line of the opening tag; of the main server line 0.</summary>
    public SourceLocation Source { get; }

    public ConfigScope? Parent { get; }

    /// <summary>A Directory whose path is known only at login: it begins with <c>~</c> or holds <c>%u</c>.</summary>
    public bool IsDeferred { get; }

    /// <summary>Where the section stood in its list before Directory sections were nested.</summary>
    internal int Place { get; }

    /// <summary>The inner sections in list order: the last declared comes first.</summary>
    public IReadOnlyList<ConfigScope> Sections { get; }

    /// <summary>The parameters in list order: the first declared comes first.</summary>
    public IReadOnlyList<ConfigRecord> Records { get; }

    /// <summary>The value in force: that of the first record, else the directive's default.</summary>
    public T Get<T>(Directive<T> directive) => Find(directive) is { } record ? record.Value : directive.Default;

    /// <summary>The record in force, null when there is none.</summary>
    public ConfigRecord<T>? Find<T>(Directive<T> directive) =>
        _byDirective.TryGetValue(directive, out var records) ? (ConfigRecord<T>)records[0] : null;

    /// <summary>Every record of the directive, the first declared first.</summary>
    public IEnumerable<ConfigRecord<T>> All<T>(Directive<T> directive) =>
        _byDirective.TryGetValue(directive, out var records) ? records.Cast<ConfigRecord<T>>() : [];

    public bool Has(Directive directive) => _byDirective.ContainsKey(directive);

    /// <summary>The inner sections of one kind, in list order.</summary>
    public IEnumerable<ConfigScope> SectionsOf(SectionKind kind) => Sections.Where(section => section.Kind == kind);

    public override string ToString() => Name.Length == 0 ? $"<{Kind}>" : $"<{Kind} {Name}>";
}
