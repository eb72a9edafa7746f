using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>What a copy within the server was about when it ended.</summary>
public enum CopyStage
{
    /// <summary>The source is not of a kind that can be copied.</summary>
    Beginning,
    OpeningSource,
    OpeningTarget,

    /// <summary>The bytes; without an error they are all there.</summary>
    Writing,

    /// <summary>The copy is whole and was to take the source's place.</summary>
    RemovingSource,
}

/// <summary>How a copy within the server ended.</summary>
/// <param name="Stage">What it was about.</param>
/// <param name="Error">None when it went well.</param>
public readonly record struct FileCopy(CopyStage Stage, Errno Error)
{
    /// <summary>Whether there is no whole copy.</summary>
    public bool Failed => Error != Errno.None && Stage != CopyStage.RemovingSource;

    /// <summary>What the system log says; null when all went well.</summary>
    /// <param name="from">The source as the log calls it.</param>
    /// <param name="to">The target as the log calls it.</param>
    public string? Complaint(string from, string to) => Error == Errno.None ? null : $"{Describe(from, to)}: {Error.Describe()}";

    string Describe(string from, string to) => Stage switch
    {
        CopyStage.Beginning => $"warning: cannot copy source '{from}'",
        CopyStage.OpeningSource => $"error opening source file '{from}' for copying",
        CopyStage.OpeningTarget when Error == Errno.EISDIR => $"warning: cannot copy to destination '{to}'",
        CopyStage.OpeningTarget => $"error opening destination file '{to}' for copying",
        CopyStage.Writing => $"error copying to '{to}'",
        _ => $"error deleting '{from}'",
    };
}
