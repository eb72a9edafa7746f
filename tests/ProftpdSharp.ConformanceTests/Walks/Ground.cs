namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>A configuration to walk on.</summary>
/// <param name="Name">In titles of printed transcripts.</param>
/// <param name="Homes">What a session calls its home directory; <c>*</c> is the user's name.</param>
/// <param name="Sessions">Who walks: users, of whom <see cref="Stranger"/> does not log in; a digit behind a name tells sessions of one user apart.</param>
/// <param name="Configuration">Lines added to common.conf.</param>
sealed record Ground(string Name, string Homes, IReadOnlyList<string> Sessions, IReadOnlyList<string> Configuration)
{
    /// <summary>A session that is connected and not logged in.</summary>
    public const string Stranger = "stranger";

    /// <summary>Whether nobody can see the machine's directories.</summary>
    public bool IsJailed => Homes[0] == '/';

    /// <summary>Whether all homes are in the jail, where listings leave out what a link with dots leads to.</summary>
    public bool IsAboveHomes => Homes == "/*";

    /// <summary>Whether not everything is allowed.</summary>
    public bool HasLimits => Configuration.Any(line => line.Contains("<Limit", StringComparison.Ordinal));

    /// <summary>Whether what is made is given to somebody that it could not be given to without root's rights.</summary>
    public bool GivesAway => Configuration.Any(line => line.Contains("UserOwner", StringComparison.Ordinal) || line.Contains("GroupOwner trusted", StringComparison.Ordinal));

    /// <summary>Whose session it is.</summary>
    public static string UserOf(string session) => session == Stranger ? "alice" : session.TrimEnd('2');

    /// <summary>What a session calls its home directory.</summary>
    public string HomeOf(string session) => Homes.Replace("*", UserOf(session), StringComparison.Ordinal);

    /// <summary>Whether there are no links among the random files.</summary>
    public bool HasNoLinks { get; private init; }

    /// <summary>Whether there are .ftpaccess files in the homes: nobody leaves those, for ProFTPD forgets such files then.</summary>
    public bool Overrides { get; private init; }

    /// <summary>Whether the random files are their users' own, who may do everything with them: then directories are copied.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether names have other bytes on the wire than in the file system.</summary>
    public bool HasEncoding => Configuration.Any(line => line.StartsWith("UseEncoding", StringComparison.Ordinal));

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
            "DefaultRoot ~ !staff", "DefaultRoot ~/..", "ListOptions \"-l +R\" maxdepth 2 maxfiles 12", "ShowSymlinks on", "AllowOverwrite on", "DefaultChdir ~",
            "DeleteAbortedStores on", "LoadModule mod_site_misc.c", "<Directory {ROOT}/home>", "  UserOwner bob", "</Directory>", "MaxStoreFileSize 20 B", "FactsOptions UseSlink", "DirFakeMode 0444", "CDPath docs",
        ]),
        new("without links", "/", ["alice", "bob"],
        [
            "LoadModule mod_site_misc.c", "LoadModule mod_copy.c", "DefaultRoot ~", "AllowOverwrite on", "<Directory ~>", "  GroupOwner staff", "</Directory>",
        ]) { HasNoLinks = true },
        new("with hidden files", "{ROOT}/home/*", ["alice", "bob", "ftp"],
        [
            "ShowSymlinks off", "AllowOverwrite on", "<Directory {ROOT}/home>", "  HideFiles ^b", "  HideUser root", "  HideNoAccess on", "  <Limit DIRS>",
            "    IgnoreHidden on", "  </Limit>", "  <Limit SITE_CHMOD MFMT>", "    DenyUser bob", "  </Limit>", "</Directory>", "<Directory {ROOT}/home/*/docs>", "  <Limit WRITE>", "    IgnoreHidden on",
            "    DenyGroup !staff", "  </Limit>", "</Directory>",
        ]),
        new("with settings of their own", "/", ["alice", "bob"],
        [
            "DefaultRoot ~", "AllowOverride on", "AllowStoreRestart on", "Umask 077", "ShowSymlinks off", "HiddenStores on",
        ]) { Overrides = true },
        new("without overwriting", "{ROOT}/home/*", ["alice", "alice2", "bob"],
        [
            "AllowStoreRestart on", "HiddenStores .in. .part", "ListOptions \"-AtrF\" strict", "Umask 0137 0022", "<Directory />", "  GroupOwner trusted", "</Directory>",
            "<Directory {ROOT}/home/*/papers>", "  AllowOverwrite on", "  HiddenStores off", "  Umask 002", "</Directory>", "ShowSymlinks on", "TransferOptions AllowSymlinkUpload",
        ]),
        new("in another encoding", "/", ["alice", "bob", "bob2"], ["DefaultRoot ~", "UseEncoding utf8 iso-8859-1", "AllowOverwrite on", "ListOptions \"-1 +R\" maxfiles 9 NLSTOnly"]),
        new("with copies of directories", "/", ["alice", "bob", "alice2"],
        [
            "LoadModule mod_copy.c", "DefaultRoot ~", "AllowOverwrite on", "Umask 007",
        ]) { HasNoLinks = true, IsOpen = true },
        new("for some only", "/", ["alice", "bob", "alice2", Stranger],
        [
            "LoadModule mod_ifsession.c", "LoadModule mod_site_misc.c", "DefaultRoot ~", "AllowOverwrite on", "<IfUser bob>", "  Umask 077", "  PathDenyFilter \\.txt$", "  ListOptions \"-aF\" maxfiles 10",
            "  <Limit MKD XMKD DELE SITE_CHMOD>", "    DenyAll", "  </Limit>", "  <Directory ~/docs>", "    HideFiles ^[ab]", "    <Limit ALL>", "      IgnoreHidden on", "    </Limit>",
            "  </Directory>", "</IfUser>", "<IfGroup staff>", "  AllowOverwrite off", "  MaxRetrieveFileSize 30 B", "  <Directory ~/papers>", "    <Limit READ>", "      DenyAll", "    </Limit>",
            "  </Directory>", "</IfGroup>", "<IfUser !bob>", "  HiddenStores on", "  AllowStoreRestart on", "  DirFakeMode 0750", "</IfUser>",
        ]),
        new("with patterns of directories", "{ROOT}/home/*", ["alice", "bob", "ftp"],
        [
            "AllowOverwrite on", "<Directory {ROOT}/home/*/*>", "  Umask 027", "  <Limit DELE RMD XRMD>", "    Order allow,deny", "    AllowGroup staff", "    DenyAll", "  </Limit>",
            "</Directory>", "<Directory {ROOT}/home/alice>", "  <Limit SITE_CHMOD MFF>", "    DenyUser alice", "  </Limit>", "</Directory>", "<Directory {ROOT}/home/*/docs/*>", "  AllowOverwrite on",
            "  HideGroup staff", "  <Limit LIST NLST RETR SIZE>", "    IgnoreHidden on", "    DenyUser bob", "  </Limit>", "</Directory>", "<Limit RNFR RNTO>", "  Order deny,allow", "  DenyGroup staff", "  AllowUser bob", "</Limit>",
        ]),
        new("with copies and settings of their own", "/", ["alice", "bob"],
        [
            "LoadModule mod_copy.c", "LoadModule mod_site_misc.c", "DefaultRoot ~", "AllowOverride on", "ListOptions \"-l\" maxdirs 3", "<Directory ~/docs>", "  Umask 0177", "  AllowOverwrite on", "</Directory>",
        ]) { HasNoLinks = true, Overrides = true },
    ];
}
