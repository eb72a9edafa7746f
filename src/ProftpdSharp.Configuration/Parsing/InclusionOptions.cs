namespace ProftpdSharp.Configuration.Parsing;

/// <summary>The words of IncludeOptions.</summary>
[Flags]
enum InclusionOptions
{
    None = 0,

    /// <summary>A pattern's directory may be a symbolic link.</summary>
    AllowSymlinks = 1,

    /// <summary>Editors' left-overs are not read: <c>*~</c>, <c>*.sw?</c>.</summary>
    IgnoreTempFiles = 2,

    /// <summary>No wildcard in the directory part.</summary>
    IgnoreWildcards = 4,
}
