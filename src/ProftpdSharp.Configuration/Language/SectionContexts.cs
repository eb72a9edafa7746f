namespace ProftpdSharp.Configuration.Language;

/// <summary>The context that a section's contents are checked against.</summary>
static class SectionContexts
{
    public static ConfigContext Inside(SectionKind kind, ConfigContext around) => kind switch
    {
        SectionKind.Server => ConfigContext.Server,
        SectionKind.VirtualHost => ConfigContext.VirtualHost,
        SectionKind.Global => ConfigContext.Global,
        SectionKind.Anonymous => ConfigContext.Anonymous,
        SectionKind.Directory => ConfigContext.Directory,
        SectionKind.Limit => ConfigContext.Limit,
        SectionKind.Class => ConfigContext.Class,
        SectionKind.FtpAccess => ConfigContext.FtpAccess,
        _ => around,
    };
}
