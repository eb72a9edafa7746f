namespace ProftpdSharp.Configuration;

/// <summary>Where a directive may stand; the names are those of ProFTPD's documentation.</summary>
[Flags]
public enum ConfigContext
{
    None = 0,
    Server = 1,
    VirtualHost = 2,
    Global = 4,
    Anonymous = 8,
    Directory = 16,
    Limit = 32,
    Class = 64,
    FtpAccess = 128,
}

/// <summary>The combinations of contexts that upstream's directives use, and the words for them.</summary>
public static class Contexts
{
    /// <summary>server config, VirtualHost, Global.</summary>
    public const ConfigContext ServerWide = ConfigContext.Server | ConfigContext.VirtualHost | ConfigContext.Global;

    /// <summary>server config, VirtualHost, Global, Anonymous.</summary>
    public const ConfigContext AndAnonymous = ServerWide | ConfigContext.Anonymous;

    /// <summary>server config, VirtualHost, Global, Anonymous, Directory.</summary>
    public const ConfigContext AndDirectory = AndAnonymous | ConfigContext.Directory;

    /// <summary>server config, VirtualHost, Global, Anonymous, Directory, .ftpaccess: all but Limit and Class.</summary>
    public const ConfigContext Everywhere = AndDirectory | ConfigContext.FtpAccess;

    /// <summary>Every context there is: directives that upstream does not check.</summary>
    public const ConfigContext Unchecked = Everywhere | ConfigContext.Limit | ConfigContext.Class;

    /// <summary>The words upstream's messages use for one context: <c>server config</c>, <c>&lt;VirtualHost&gt;</c>, <c>.ftpaccess</c> …</summary>
    public static string Describe(ConfigContext context) => context switch
    {
        ConfigContext.Server => "server config",
        ConfigContext.FtpAccess => ".ftpaccess",
        _ => $"<{context}>",
    };

    /// <summary>The single contexts of a combination, in the order of the enumeration.</summary>
    public static IEnumerable<ConfigContext> Each(ConfigContext contexts)
    {
        for (var bit = (int)ConfigContext.Server; bit <= (int)ConfigContext.FtpAccess; bit <<= 1)
        {
            if (((int)contexts & bit) != 0)
                yield return (ConfigContext)bit;
        }
    }
}
