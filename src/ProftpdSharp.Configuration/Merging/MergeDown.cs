namespace ProftpdSharp.Configuration.Merging;

/// <summary>Copies parameters into the Directory and Anonymous sections below, by their directives' merge rules. Doing it twice changes nothing.</summary>
static class MergeDown
{
    public static void Apply(ScopeBuilder scope)
    {
        foreach (var section in scope.Sections)
        {
            if (section.Kind is not (SectionKind.Directory or SectionKind.Anonymous))
                continue;
            foreach (var record in scope.Records)
            {
                if (IsWanted(section, record))
                    section.Records.Add(record);
            }

            Apply(section);
        }
    }

    static bool IsWanted(ScopeBuilder section, ConfigRecord record) => record.Directive.Merge switch
    {
        MergeRule.Down => !section.Records.Exists(own => own.Directive == record.Directive),
        MergeRule.DownMulti => !section.Records.Exists(own => own == record),
        _ => false,
    };
}
