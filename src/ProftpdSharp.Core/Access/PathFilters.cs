using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Access;

/// <summary>PathAllowFilter and PathDenyFilter: which names commands that change something may use.</summary>
public static class PathFilters
{
    public static readonly Feature Feature = new("PathFilter");

    public static readonly Directive<TextFilter?> PathAllowFilter = TextFilter.Declare(Feature, "PathAllowFilter", Contexts.Everywhere);

    public static readonly Directive<TextFilter?> PathDenyFilter = TextFilter.Declare(Feature, "PathDenyFilter", Contexts.Everywhere);

    /// <summary>Commands whose argument is looked at before anything else is asked.</summary>
    static readonly HashSet<string> First = new(
        ["DELE", "MKD", "XMKD", "RMD", "XRMD", "RNFR", "RNTO", "SITE_CHMOD", "SITE_CHGRP", "SITE_MKDIR", "SITE_SYMLINK", "SITE_UTIME", "SITE_CPFR"], StringComparer.Ordinal);

    /// <summary>The filter that refuses the argument of a command that is looked at first.</summary>
    internal static ConfigRecord<TextFilter?>? RefusingFirst(ConfigScope scope, string verb, string argument) =>
        First.Contains(verb) ? Refusing(scope, argument) : null;

    /// <summary>The filter that refuses a command which no limit refused: facts by the argument, uploads by the path that it leads to.</summary>
    internal static ConfigRecord<TextFilter?>? RefusingLast(ConfigScope scope, string verb, string argument, string realPath) => verb switch
    {
        "MFMT" or "MFF" => Refusing(scope, argument),
        "STOR" or "APPE" or "SITE_CPTO" or "SITE_COPY" => Refusing(scope, realPath),
        _ => null,
    };

    static ConfigRecord<TextFilter?>? Refusing(ConfigScope scope, string text)
    {
        if (scope.Find(PathAllowFilter) is { } allow && !allow.Value!.Finds(text))
            return allow;
        return scope.Find(PathDenyFilter) is { } deny && deny.Value!.Finds(text) ? deny : null;
    }
}
