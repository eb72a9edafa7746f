using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration;

/// <summary>What a .ftpaccess file says.</summary>
/// <param name="Settings">Its parameters and Limit sections.</param>
/// <param name="Diagnostics">A warning for each line that was skipped.</param>
public sealed record FtpAccessContent(ConfigScope Settings, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads .ftpaccess files: a bad line is a warning, the rest applies (CONFIG.md section 9.5).</summary>
public static class FtpAccessFile
{
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="registry">The directives that exist.</param>
    /// <param name="options">As the configuration was read with.</param>
    /// <param name="modules">The modules that the configuration loaded.</param>
    public static FtpAccessContent Parse(
        string path, byte[] bytes, DirectiveRegistry registry, LoadOptions options, IReadOnlyList<string> modules)
    {
        var root = new ScopeBuilder(SectionKind.FtpAccess, ConfigContext.FtpAccess, new SourceLocation(path, 0)) { Name = path };
        var parser = new Parser(registry, options with { ReportAll = true }, new OpenSections(root)) { ErrorSeverity = Severity.Warning };
        foreach (var module in modules)
            parser.Modules.Load(module);
        parser.Parse(new LineSource(bytes, path, null));
        return new FtpAccessContent(root.Build(), parser.Diagnostics);
    }
}
