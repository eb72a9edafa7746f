using ProftpdSharp.Core.FileSystem;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>
/// The paths of a command as LogFormat shows them. Which command has which, and that listings keep their options in the path, is upstream's.
/// </summary>
static class LoggedPaths
{
    enum Shown
    {
        /// <summary>No path.</summary>
        Nothing,

        /// <summary>PWD: the working directory.</summary>
        Directory,

        /// <summary>CWD: the working directory after the command, without a trailing slash.</summary>
        NewDirectory,

        /// <summary>Listings, MLST and MDTM: the argument under the working directory, as the client wrote it.</summary>
        Listed,

        /// <summary>CDUP: the working directory, and again with the argument that it has not.</summary>
        Up,

        /// <summary>MKD, RMD: the argument, also as the client sees it.</summary>
        Made,

        /// <summary>DELE, RNTO: the file, whatever the answer was.</summary>
        Entry,

        /// <summary>RNFR: the file, when it is there.</summary>
        Found,

        /// <summary>STOR, RETR: from the transfer.</summary>
        Transferred,

        /// <summary>MDTM, MLST and what changes a file's properties: the argument under the working directory, whether it is there or not.</summary>
        Looked,
    }

    /// <summary><c>%d</c>: the last component of a directory command's argument; the working directory for others.</summary>
    public static string DirectoryName(LogRow row)
    {
        if (Of(row) is not (Shown.NewDirectory or Shown.Listed or Shown.Up or Shown.Made))
            return row.Session.WorkingDirectory;
        return row.Argument == "/" ? "/" : row.Argument[(row.Argument.LastIndexOf('/') + 1)..];
    }

    /// <summary><c>%D</c>: the full path of a directory command; empty for others.</summary>
    public static string DirectoryPath(LogRow row) => Of(row) switch
    {
        Shown.Up => Under(row, Joined(row, row.Argument)),
        Shown.NewDirectory or Shown.Listed or Shown.Made => HostPath(row) ?? "",
        _ => "",
    };

    /// <summary><c>%f</c>: the path on the host.</summary>
    public static string? HostPath(LogRow row)
    {
        var directory = row.Session.WorkingDirectory;
        return Of(row) switch
        {
            Shown.Directory or Shown.Up => Under(row, directory),
            Shown.NewDirectory => row.Session.Files.Jail.ToHost(directory),
            Shown.Listed => Under(row, Joined(row, row.Argument)),
            Shown.Looked => row.Session.IsLoggedIn ? Under(row, Joined(row, PathArgument(row))) : null,
            Shown.Made or Shown.Entry when row.Argument.Length == 0 => Under(row, Joined(row, "")),
            Shown.Made or Shown.Entry => Under(row, ClientView(row)),
            Shown.Found => row.Succeeded ? Under(row, ClientView(row)) : null,
            Shown.Transferred => TransferredPath(row),
            _ => null,
        };
    }

    /// <summary><c>%F</c>: the path as the client sees it.</summary>
    public static string? ClientPath(LogRow row) => Of(row) switch
    {
        Shown.Made or Shown.Entry => ClientView(row),
        Shown.Found => row.Succeeded ? ClientView(row) : null,
        Shown.Transferred when row.Transfer is not null || row.Attempt is { IsReady: true } =>
            TransferredPath(row) is { } path ? row.Session.Files.Jail.FromHost(path) ?? path : null,
        _ => null,
    };

    /// <summary><c>%{basename}</c>.</summary>
    public static string? BaseName(LogRow row)
    {
        if (Of(row) is Shown.Directory or Shown.Up)
            return row.Session.WorkingDirectory == "/" ? "/" : VirtualPath.Name(row.Session.WorkingDirectory);
        if (HostPath(row) is not { } path)
            return null;
        return path == "/" ? "/" : path[(path.LastIndexOf('/') + 1)..];
    }

    static Shown Of(LogRow row) => row.Command?.Verb switch
    {
        null when row.Attempt is { FullPath.Length: > 0 } => Shown.Transferred,
        "PWD" or "XPWD" => Shown.Directory,
        "CWD" or "XCWD" => Shown.NewDirectory,
        "CDUP" or "XCUP" => Shown.Up,
        "LIST" or "NLST" or "MLSD" => Shown.Listed,
        "MKD" or "XMKD" or "RMD" or "XRMD" => Shown.Made,
        "DELE" or "RNTO" => Shown.Entry,
        "RNFR" => Shown.Found,
        "RETR" or "STOR" or "APPE" or "STOU" => Shown.Transferred,
        "MDTM" or "MLST" or "MFMT" => Shown.Looked,
        "SITE" when row.Method is "SITE CHMOD" or "SITE CHGRP" or "SITE UTIME" && row.Command.Words.Count > 2 => Shown.Looked,
        _ => Shown.Nothing,
    };

    static string Under(LogRow row, string path) => row.Session.Files.Jail.HostPath + path;

    /// <summary>The file of a transfer, or of one that failed when its file or its connection was to be opened.</summary>
    static string? TransferredPath(LogRow row) => row.Transfer?.FullPath ?? row.Attempt?.FullPath;

    /// <summary>A path below the working directory, as text: nothing is taken out of it.</summary>
    static string Joined(LogRow row, string path)
    {
        if (path.StartsWith('/'))
            return path;
        var directory = row.Session.WorkingDirectory;
        return directory == "/" ? "/" + path : $"{directory}/{path}";
    }

    static string ClientView(LogRow row) => VirtualPath.Combine(row.Session.WorkingDirectory, PathArgument(row));

    /// <summary>What names the file: after the mode of SITE CHMOD and the time of MFMT.</summary>
    static string PathArgument(LogRow row)
    {
        var skip = row.Command?.Verb switch { "SITE" => 2, "MFMT" => 1, _ => 0 };
        var argument = row.Argument;
        for (; skip > 0 && argument.IndexOf(' ') is >= 0 and var blank; skip--)
            argument = argument[(blank + 1)..].TrimStart(' ');
        return argument;
    }
}
