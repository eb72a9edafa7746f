using System.Net;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>VirtualHost, Global, Anonymous and Directory (CONFIG.md section 6).</summary>
static class StructureSections
{
    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("<VirtualHost>", ConfigContext.Server, OpenVirtualHost)
            { Opens = SectionKind.VirtualHost, WrongCount = "wrong number of parameters" },
        Closing("</VirtualHost>", ConfigContext.VirtualHost),
        new LanguageDirective("<Global>", ConfigContext.Server | ConfigContext.VirtualHost, OpenGlobal)
            { Opens = SectionKind.Global, MinArguments = 0, MaxArguments = 0, WrongCount = "Too many parameters" },
        Closing("</Global>", ConfigContext.Global),
        new LanguageDirective("<Anonymous>", Contexts.ServerWide, OpenAnonymous) { Opens = SectionKind.Anonymous },
        Closing("</Anonymous>", ConfigContext.Anonymous),
        new LanguageDirective("<Directory>", Contexts.AndAnonymous, OpenDirectory) { Opens = SectionKind.Directory },
        Closing("</Directory>", ConfigContext.Directory),
    ];

    /// <summary>The tag that closes a section of one kind: no arguments, and only where that section is the innermost.</summary>
    public static LanguageDirective Closing(string tag, ConfigContext context) =>
        new(tag, context, Close) { MinArguments = 0, MaxArguments = 0 };

    static ParseError? Close(DirectiveLine line, Parser parser)
    {
        var (_, wasEmpty) = parser.Sections.Close();
        if (wasEmpty)
            parser.Debug(3, $"{line.Directive.Name}: ignoring empty section");
        return null;
    }

    static ParseError? OpenVirtualHost(DirectiveLine line, Parser parser)
    {
        var addresses = new List<IPAddress>();
        var aliases = new List<string>();
        foreach (var word in line.Arguments)
        {
            var resolved = parser.Host.Resolve(word, parser.UseIPv6);
            if (resolved.Error is not null || resolved.Addresses.Count == 0)
                return line.Error($"error resolving '{word}': {resolved.Error ?? "No such file or directory"}");
            addresses.AddRange(resolved.Addresses);
            if (!AddressText.IsLiteral(word))
                aliases.Add(word);
        }

        var around = parser.Sections.Current;
        // In a section of mod_ifsession upstream goes on in the server's context, where no tag closes the VirtualHost.
        var context = around.Kind >= SectionKind.IfAuthenticated ? around.Context : ConfigContext.VirtualHost;
        var root = new ScopeBuilder(SectionKind.VirtualHost, context, line.Source) { Arguments = line.Arguments };
        parser.Sections.OpenServer(new ServerBuilder(root, [.. addresses.Distinct()]) { ImplicitAliases = aliases });
        return null;
    }

    static ParseError? OpenGlobal(DirectiveLine line, Parser parser)
    {
        parser.Sections.Open(SectionKind.Global, ConfigContext.Global, line, "");
        return null;
    }

    static ParseError? OpenAnonymous(DirectiveLine line, Parser parser)
    {
        var root = line[0];
        if (!root.StartsWith('/') && !root.StartsWith('~'))
            return line.Error($"({root}) absolute pathname required");
        if (root.Contains('*', StringComparison.Ordinal))
            return line.Error($"({root}) wildcards not allowed in pathname");
        if (root == "/")
            return line.Error("'/' not permitted for anonymous root directory");
        parser.Sections.Open(SectionKind.Anonymous, ConfigContext.Anonymous, line, root.EndsWith('/') ? root : root + "/");
        return null;
    }

    static ParseError? OpenDirectory(DirectiveLine line, Parser parser)
    {
        var path = line[0];
        var isInAnonymous = line.Context == ConfigContext.Anonymous;
        if (!isInAnonymous && !path.StartsWith('/') && !path.StartsWith('~'))
            return line.Error("relative path not allowed in non-<Anonymous> sections");
        if (isInAnonymous && path != "*" && !path.StartsWith('/') && !path.StartsWith('~'))
            path = "/" + path;
        if (!isInAnonymous && IsTaken(parser.Sections.Server.Root, path))
            return line.Error($"<Directory> section already configured for '{path}'");

        var isDeferred = path.StartsWith('~') || path.Contains("%u", StringComparison.Ordinal);
        parser.Debug(2, isDeferred
            ? $"<Directory {line[0]}>: deferring resolution of path"
            : $"<Directory {line[0]}>: adding section for resolved path '{path}'");
        parser.Sections.Open(SectionKind.Directory, ConfigContext.Directory, line, path).IsDeferred = isDeferred;
        return null;
    }

    /// <summary>Upstream looks only among the server's own sections, never inside Global or If*.</summary>
    static bool IsTaken(ScopeBuilder root, string path) =>
        root.Sections.Exists(section => section.Kind == SectionKind.Directory && section.Name == path);
}
