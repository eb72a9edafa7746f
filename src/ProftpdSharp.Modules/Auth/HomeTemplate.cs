namespace ProftpdSharp.Modules.Auth;

/// <summary>How CreateHome makes a home directory.</summary>
sealed record HomeTemplate
{
    const uint OwnerOnly = 0x1c0; // 0700
    const uint Passable = 0x1c9; // 0711

    public uint Mode { get; init; } = OwnerOnly;

    /// <summary>The mode of directories on the way to the home.</summary>
    public uint DirectoryMode { get; init; } = Passable;

    /// <summary>A directory whose contents are copied; null for none.</summary>
    public string? Skeleton { get; init; }

    /// <summary>The owner of directories on the way; null for the user.</summary>
    public uint? DirectoryUid { get; init; } = 0;

    /// <summary>The group of directories on the way; null for the user's.</summary>
    public uint? DirectoryGid { get; init; } = 0;

    /// <summary>The group of the home; null for the user's.</summary>
    public uint? HomeGid { get; init; }

    /// <summary>NoRootPrivs: everything is made as the user.</summary>
    public bool AsUser { get; init; }
}
