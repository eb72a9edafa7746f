using ProftpdSharp.Configuration;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>Directives with values, for tests of look-up, merging and the messages of value primitives.</summary>
static class TypedDirectives
{
    public static readonly Directive<bool> DeferWelcome = new("DeferWelcome", Contexts.ServerWide, Values.Boolean, false);

    public static readonly Directive<string> Umask =
        new("Umask", Contexts.Everywhere, ParseUmask, "022", MergeRule.Down) { MaxArguments = 2, WrongCount = "missing parameters" };

    public static readonly Directive<bool> AllowOverwrite = new("AllowOverwrite", Contexts.Everywhere, Values.Boolean, false, MergeRule.Down);

    public static readonly Directive<bool> AllowOverride = new("AllowOverride", Contexts.AndDirectory, Values.Boolean, true, MergeRule.DownMulti);

    public static readonly Directive<string> ServerIdent =
        new("ServerIdent", Contexts.ServerWide, Values.Text, "") { MaxArguments = 2, WrongCount = "wrong number of parameters" };

    public static readonly Directive<string> PidFile = new("PidFile", ConfigContext.Server, ParsePidFile, "") { Storage = Storage.Process };

    public static readonly Directive<IReadOnlyList<string>> AuthOrder =
        new("AuthOrder", Contexts.ServerWide, Values.Words, []) { Storage = Storage.Once };

    public static readonly Directive<bool> DenyAll =
        new("DenyAll", ConfigContext.Anonymous | ConfigContext.Limit | ConfigContext.Directory | ConfigContext.FtpAccess, Values.Flag, false)
        {
            MinArguments = 0,
            MaxArguments = 0,
        };

    static readonly Directive<string> ServerType =
        new("ServerType", ConfigContext.Server, line => OneOf(line, "type must be either 'inetd' or 'standalone'", "inetd", "standalone"), "")
        {
            Storage = Storage.Process,
        };

    static readonly Directive<string> ExtendedLog =
        new("ExtendedLog", Contexts.AndAnonymous, line =>
            line[0].StartsWith('/') ? line[0] : line.Error($"relative paths not allowed: '{line[0]}'"), "", MergeRule.DownMulti);

    static readonly Directive<int> MaxInstances =
        new("MaxInstances", ConfigContext.Server, line =>
            line[0] == "none" ? 0 : Values.WholeNumber(line[0]) is > 0 and var count ? (int)count
                : line.Error("argument must be 'none' or a number greater than 0"), 0)
        {
            Storage = Storage.Process,
        };

    static readonly Directive<string> User =
        new("User", Contexts.AndAnonymous, line =>
            line[0] is "ftp" or "nobody" or "root" ? line[0] : line.Error($"Unknown user '{line[0]}'"), "");

    static readonly Directive<string> Order =
        new("Order", ConfigContext.Limit, line =>
            string.Concat(line.Arguments).ToLowerInvariant() is "allow,deny" or "deny,allow"
                ? line[0] : line.Error($"'{string.Concat(line.Arguments)}': invalid argument"), "")
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        };

    static readonly Directive<string> Allow = new("Allow", ConfigContext.Limit, ParseAllow, "") { MinArguments = 0 };

    static readonly Directive<int> PassivePorts =
        new("PassivePorts", Contexts.ServerWide, line =>
            Values.Atoi(line[0]) is > 0 and var port ? port : line.Error("min port must be allowable port number"), 0)
        {
            MinArguments = 2,
        };

    static readonly Directive<string> SyslogFacility =
        new("SyslogFacility", ConfigContext.Server, line =>
            OneOf(line, "argument must be a valid syslog facility", "daemon", "auth", "ftp", "user"), "")
        {
            Storage = Storage.Process,
        };

    public static Directive? Find(string name) =>
        ((Directive[])
        [
            DeferWelcome, Umask, AllowOverwrite, AllowOverride, ServerIdent, PidFile, AuthOrder, DenyAll, ServerType, ExtendedLog,
            MaxInstances, User, Order, Allow, PassivePorts, SyslogFacility,
        ]).FirstOrDefault(directive => directive.Name == name);

    static Parsed<string> OneOf(DirectiveLine line, string error, params string[] words) =>
        words.Contains(line[0].ToLowerInvariant()) ? line[0] : line.Error(error);

    static Parsed<string> ParseUmask(DirectiveLine line) =>
        Values.OctalNumber(line[0]) is <= 0x1FF ? line[0] : line.Error($"'{line[0]}' is not a valid umask");

    static Parsed<string> ParsePidFile(DirectiveLine line) =>
        line[0].StartsWith('/') ? line[0] : line.Error($"unable to set PidFile '{line[0]}': Invalid argument");

    static Parsed<string> ParseAllow(DirectiveLine line)
    {
        var words = line.Arguments.Where(word => word != "from").SelectMany(word => word.Split(',')).ToList();
        if (words.Count == 0)
            return line.Error("syntax: Allow [from] [all|none]|host|network[,...]");
        foreach (var word in words)
        {
            if (AclElement.Parse(word, true, out var error) is null)
                return line.Error(error);
        }

        return line.RawArguments;
    }
}
