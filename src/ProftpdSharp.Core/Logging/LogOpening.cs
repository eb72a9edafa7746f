using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Logging;

/// <summary>Why a log file was not opened.</summary>
public enum LogRefusal
{
    None,

    /// <summary>Anybody may write into its directory.</summary>
    WorldWritableDirectory,

    /// <summary>It is a symbolic link and AllowLogSymlinks is off.</summary>
    SymbolicLink,

    /// <summary>The directory or the file could not be used: see the error number.</summary>
    System,
}

/// <summary>The outcome of opening a log file.</summary>
/// <param name="File">What to write to; null when it was refused.</param>
/// <param name="Path">The path asked for.</param>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Error">The error number of a <see cref="LogRefusal.System"/> refusal.</param>
public sealed record LogOpening(LogFile? File, string Path, LogRefusal Refusal = LogRefusal.None, Errno Error = Errno.None)
{
    /// <summary>The directory that the file is in; empty when the path has none.</summary>
    public string Directory => Path.LastIndexOf('/') is var slash && slash > 0 ? Path[..slash] : "";

    /// <summary>The line that upstream logs about a world-writable directory, at NOTICE, before it names the directive; null for other outcomes.</summary>
    public string? DirectoryNotice =>
        Refusal == LogRefusal.WorldWritableDirectory ? $"error: {Directory} is a world-writable directory" : null;

    /// <summary>What upstream says about the directory, whatever level it logs it at; null when nothing is wrong with it.</summary>
    public string? DirectoryProblem => Refusal == LogRefusal.System && IsDirectoryMissing
        ? $"error: unable to stat() {Directory}: {Error.Describe()}"
        : DirectoryNotice;

    /// <summary>It was the directory that the error is about.</summary>
    public bool IsDirectoryMissing { get; init; }

    /// <summary>What follows <c>unable to open ExtendedLog 'path': </c>.</summary>
    public string Reason => Refusal switch
    {
        LogRefusal.WorldWritableDirectory => "parent directory is world-writable",
        LogRefusal.SymbolicLink => $"{Path} is a symbolic link",
        _ when Error == Errno.ENXIO => "FIFO reader process must be running first",
        _ => Error.Describe(),
    };
}
