namespace ProftpdSharp.Modules.Facts;

/// <summary>The facts that RFC 3659 and mod_facts name.</summary>
[Flags]
enum Fact
{
    None = 0,

    /// <summary>Known by name; nobody knows a file's media type.</summary>
    MediaType = 1,
    Modify = 2,
    Perm = 4,
    Size = 8,
    Type = 16,
    Unique = 32,
    UnixGroup = 64,
    UnixGroupName = 128,
    UnixMode = 256,
    UnixOwner = 512,
    UnixOwnerName = 1024,
}

/// <summary>How facts are spelled.</summary>
static class FactNames
{
    /// <summary>What lines hold unless FactsDefault or OPTS MLST says otherwise.</summary>
    public const Fact Default = Listed;

    const Fact Listed = Fact.Modify | Fact.Perm | Fact.Size | Fact.Type | Fact.Unique
        | Fact.UnixGroup | Fact.UnixGroupName | Fact.UnixMode | Fact.UnixOwner | Fact.UnixOwnerName;

    static readonly (Fact Fact, string Name)[] Table =
    [
        (Fact.MediaType, "media-type"),
        (Fact.Modify, "modify"),
        (Fact.Perm, "perm"),
        (Fact.Size, "size"),
        (Fact.Type, "type"),
        (Fact.Unique, "unique"),
        (Fact.UnixGroup, "UNIX.group"),
        (Fact.UnixGroupName, "UNIX.groupname"),
        (Fact.UnixMode, "UNIX.mode"),
        (Fact.UnixOwner, "UNIX.owner"),
        (Fact.UnixOwnerName, "UNIX.ownername"),
    ];

    public static Fact Find(string name) =>
        Array.Find(Table, row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Fact;

    public static string NameOf(Fact fact) => Array.Find(Table, row => row.Fact == fact).Name;

    /// <summary>The line of FEAT: every fact that can be shown, those in force with an asterisk.</summary>
    public static string Advertise(Fact inForce) =>
        "MLST " + string.Concat(Table.Where(row => Listed.HasFlag(row.Fact)).Select(row => $"{row.Name}{(inForce.HasFlag(row.Fact) ? "*" : "")};"));
}
