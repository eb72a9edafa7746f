namespace ProftpdSharp.Configuration;

/// <summary>A section while it is being read or merged: the only mutable form of a <see cref="ConfigScope"/>.</summary>
sealed class ScopeBuilder(SectionKind kind, ConfigContext context, SourceLocation source)
{
    public SectionKind Kind { get; } = kind;

    public ConfigContext Context { get; } = context;

    public SourceLocation Source { get; } = source;

    public string Name { get; set; } = "";

    public IReadOnlyList<string> Arguments { get; set; } = [];

    public bool IsDeferred { get; set; }

    /// <summary>Where the section stands in its list before Directory sections are nested.</summary>
    public int Place { get; private set; }

    /// <summary>First declared first.</summary>
    public List<ConfigRecord> Records { get; } = [];

    /// <summary>Last declared first: sections are inserted at the head.</summary>
    public List<ScopeBuilder> Sections { get; } = [];

    public bool IsEmpty => Records.Count == 0 && Sections.Count == 0;

    /// <summary>Opens an immutable section for change; the result shares nothing mutable with it.</summary>
    public static ScopeBuilder From(ConfigScope scope)
    {
        var builder = new ScopeBuilder(scope.Kind, scope.Context, scope.Source)
        {
            Name = scope.Name,
            Arguments = scope.Arguments,
            IsDeferred = scope.IsDeferred,
            Place = scope.Place,
        };
        builder.Records.AddRange(scope.Records);
        builder.Sections.AddRange(scope.Sections.Select(From));
        return builder;
    }

    public ScopeBuilder Copy()
    {
        var copy = new ScopeBuilder(Kind, Context, Source) { Name = Name, Arguments = Arguments, IsDeferred = IsDeferred, Place = Place };
        copy.Records.AddRange(Records);
        copy.Sections.AddRange(Sections.Select(section => section.Copy()));
        return copy;
    }

    /// <summary>Notes the places of all sections inside.</summary>
    public void NotePlaces()
    {
        for (var i = 0; i < Sections.Count; i++)
        {
            Sections[i].Place = i;
            Sections[i].NotePlaces();
        }
    }

    public ConfigScope Build() => new(this, null);
}
