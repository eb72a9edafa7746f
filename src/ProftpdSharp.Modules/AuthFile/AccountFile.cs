using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>What AuthFileOptions can ask for.</summary>
[Flags]
enum AuthFileOption
{
    None = 0,

    /// <summary>Files that others may read or write are used.</summary>
    InsecurePerms = 1,

    /// <summary>Files with malformed lines are refused.</summary>
    SyntaxCheck = 2,
}

/// <summary>A file of users or groups and which of its entries count.</summary>
sealed record AccountFile(string Path)
{
    public IdRange? Ids { get; init; }

    public AccountFilter? Home { get; init; }

    public AccountFilter? Name { get; init; }

    /// <summary>Whether a group of the file counts.</summary>
    public bool Admits(string name, uint id) => Ids?.Contains(id) != false && Name?.Admits(name) != false;

    /// <summary>Whether a user of the file counts.</summary>
    public bool Admits(string name, uint id, string home) => Admits(name, id) && Home?.Admits(home) != false;
}

/// <summary>Both ends belong to it.</summary>
readonly record struct IdRange(uint Least, uint Most)
{
    public bool Contains(uint id) => id >= Least && id <= Most;
}

/// <summary>A pattern that must match, or with <c>!</c> must not.</summary>
sealed record AccountFilter(RegularExpression Pattern, bool IsNegated)
{
    public bool Admits(string text) => Pattern.IsMatch(text) != IsNegated;
}
