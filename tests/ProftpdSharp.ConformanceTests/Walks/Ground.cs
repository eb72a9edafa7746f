namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>A configuration to walk on.</summary>
/// <param name="Name">In titles of printed transcripts.</param>
/// <param name="Homes">What a session calls its home directory; <c>*</c> is the user's name.</param>
/// <param name="Sessions">Who walks: users, of whom <see cref="Stranger"/> does not log in.</param>
/// <param name="Configuration">Lines added to common.conf.</param>
sealed record Ground(string Name, string Homes, IReadOnlyList<string> Sessions, IReadOnlyList<string> Configuration)
{
    /// <summary>A session that is connected and not logged in.</summary>
    public const string Stranger = "stranger";

    /// <summary>Whether nobody can see the machine's directories.</summary>
    public bool IsJailed => Homes[0] == '/';

    /// <summary>Whether not everything is allowed.</summary>
    public bool HasLimits => Configuration.Any(line => line.Contains("<Limit", StringComparison.Ordinal));

    /// <summary>What a session calls its home directory.</summary>
    public string HomeOf(string session) => Homes.Replace("*", session == Stranger ? "alice" : session, StringComparison.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Ground> All { get; } =
    [
        new("in jails", "/", ["alice", "bob", Stranger], ["DefaultRoot ~", "AllowOverwrite on", "AllowStoreRestart on"]),
        new("everywhere", "{ROOT}/home/*", ["alice", "bob"],
        [
            "LoadModule mod_site_misc.c", "AllowOverwrite on", "AllowStoreRestart on", "Umask 027 077", "FactsOptions UseSlink",
            "ListOptions \"-a\"",
        ]),
        new("by the book", "{ROOT}/home/*", ["alice", "bob", Stranger],
        [
            "<Directory />", "  GroupOwner staff", "</Directory>", "AllowRetrieveRestart off", "TimesGMT off", "DirFakeMode 0640", "DirFakeUser on ~", "DirFakeGroup on fake",
            "MaxLoginAttempts 2", "UseGlobbing off", "DefaultTransferMode binary", "MaxRetrieveFileSize 40 B",
        ]),
        new("hidden stores", "/", ["alice", "ftp"],
        [
            "DefaultRoot ~", "HiddenStores on", "AllowOverwrite on", "StoreUniquePrefix up", "AllowStoreRestart on", "PathDenyFilter \"^\\\\*|T$\"", "UseSendfile off",
            "<Anonymous ~ftp>", "  User ftp", "  Group ftp", "  UserAlias anonymous ftp", "  RequireValidShell off", "  AnonRequirePassword off",
            "  <Limit WRITE>", "    DenyAll", "  </Limit>", "  <Directory incoming>", "    <Limit STOR STOU MKD>", "      AllowAll", "    </Limit>", "  </Directory>", "</Anonymous>",
        ]),
        new("listings with options", "/*", ["alice", "bob"],
        [
            "DefaultRoot ~ !staff", "DefaultRoot ~/..", "ListOptions \"-l +R maxdepth 2 maxfiles 12\"", "ShowSymlinks on", "AllowOverwrite on", "DefaultChdir ~",
            "DeleteAbortedStores on", "<Directory {ROOT}/home>", "  UserOwner bob", "</Directory>", "MaxStoreFileSize 20 B", "FactsOptions UseSlink", "DirFakeMode 0444", "CDPath docs",
        ]),
    ];
}
