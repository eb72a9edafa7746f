using System.Net;

namespace ProftpdSharp.Configuration;

/// <summary>What lies at a path, without following a symbolic link.</summary>
public enum PathKind
{
    Missing,
    File,
    Directory,
    SymbolicLink,
    Other,
}

/// <summary>A path looked at with lstat.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The permission bits (0–07777).</param>
/// <param name="Error">strerror's text when it could not be looked at, ENOENT included.</param>
public readonly record struct PathStatus(PathKind Kind, int Mode = 0, string? Error = null);

/// <summary>The bytes of a file, or strerror's text.</summary>
public readonly record struct FileContent(byte[]? Bytes, string? Error = null);

/// <summary>The names in a directory without <c>.</c> and <c>..</c>, in any order, or strerror's text.</summary>
public readonly record struct DirectoryListing(IReadOnlyList<string>? Names, string? Error = null);

/// <summary>The addresses of a name, or strerror's text.</summary>
public readonly record struct ResolvedName(IReadOnlyList<IPAddress> Addresses, string? Error = null);

/// <summary>A regular expression: its search, or the library's words for what is wrong with it.</summary>
public readonly record struct CompiledPattern(Predicate<string>? IsMatch, string? Error = null);

/// <summary>The machine as the configuration loader sees it. Paths and texts are Latin-1 strings: a char is a byte.</summary>
public sealed class ConfigurationHost
{
    /// <summary>Reads a file whole, following links.</summary>
    public required Func<string, FileContent> ReadFile { get; init; }

    /// <summary>Looks at a path without following a link.</summary>
    public required Func<string, PathStatus> LinkStatus { get; init; }

    /// <summary>Looks at a path, following links.</summary>
    public required Func<string, PathStatus> Status { get; init; }

    public required Func<string, DirectoryListing> ListDirectory { get; init; }

    /// <summary>Resolves an address, a host name or the name of a network device. The flag allows IPv6 answers (UseIPv6).</summary>
    public required Func<string, bool, ResolvedName> Resolve { get; init; }

    /// <summary>The host's full name.</summary>
    public required Func<string> HostName { get; init; }

    /// <summary>Compiles a regular expression in PCRE2's syntax, which upstream as Debian builds it uses.</summary>
    public required Func<string, CompiledPattern> CompilePattern { get; init; }

    public required Func<string, string?> GetVariable { get; init; }

    /// <summary>Sets a variable of the process, the native environment included.</summary>
    public required Action<string, string> SetVariable { get; init; }

    public required Action<string> UnsetVariable { get; init; }
}
