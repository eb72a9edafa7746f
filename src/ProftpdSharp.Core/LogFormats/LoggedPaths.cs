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

        /// <summary>CDUP and listings: the argument under the working directory.</summary>
        Listed,

        /// <summary>MKD, RMD: the argument, also as the client sees it.</summary>
        Made,

        /// <summary>DELE, RNTO: the file, whatever the answer was.</summary>
        Entry,

        /// <summary>RNFR: the file, when it is there.</summary>
        Found,

        /// <summary>STOR, RETR: from the transfer.</summary>
        Transferred,

        /// <summary>MDTM, MLST: the file on the host only, when it is there.</summary>
        Looked,
    }

    /// <summary><c>%d</c>: the last component of a directory command's argument; the working directory for others.</summary>
    public static string DirectoryName(LogRow row)
    {
        if (Of(row) is not (Shown.NewDirectory or Shown.Listed or Shown.Made))
            return row.Session.WorkingDirectory;
        return row.Argument == "/" ? "/" : row.Argument[(row.Argument.LastIndexOf('/') + 1)..];
    }

    /// <summary><c>%D</c>: the full path of a directory command; empty for others.</summary>
    public static string DirectoryPath(LogRow row) =>
        Of(row) is Shown.NewDirectory or Shown.Listed or Shown.Made ? HostPath(row) ?? "" : "";

    /// <summary><c>%f</c>: the path on the host.</summary>
    public static string? HostPath(LogRow row)
    {
        var directory = row.Session.WorkingDirectory;
        return Of(row) switch
        {
            Shown.Directory => Under(row, directory),
            Shown.NewDirectory => row.Session.Files.Jail.ToHost(directory),
            Shown.Listed => Under(row, Joined(row)),
            Shown.Made or Shown.Entry => Under(row, ClientView(row)),
            Shown.Found or Shown.Looked => row.Succeeded ? Under(row, ClientView(row)) : null,
            Shown.Transferred => row.Transfer?.FullPath ?? (row.Command?.Verb is "STOR" or "APPE" && row.ReplyCode == 550 ? Under(row, ClientView(row)) : null),
            _ => null,
        };
    }

    /// <summary><c>%F</c>: the path as the client sees it.</summary>
    public static string? ClientPath(LogRow row) => Of(row) switch
    {
        Shown.Made or Shown.Entry => ClientView(row),
        Shown.Found => row.Succeeded ? ClientView(row) : null,
        Shown.Transferred when row.Transfer is { } transfer => row.Session.Files.Jail.FromHost(transfer.FullPath) ?? transfer.FullPath,
        _ => null,
    };

    /// <summary><c>%{basename}</c>.</summary>
    public static string? BaseName(LogRow row)
    {
        if (Of(row) is Shown.Directory || row.Command?.Verb is "CDUP" or "XCUP")
            return row.Session.WorkingDirectory == "/" ? "/" : VirtualPath.Name(row.Session.WorkingDirectory);
        return HostPath(row) is { } path ? path[(path.LastIndexOf('/') + 1)..] : null;
    }

    static Shown Of(LogRow row) => row.Command?.Verb switch
    {
        "PWD" or "XPWD" => Shown.Directory,
        "CWD" or "XCWD" => Shown.NewDirectory,
        "CDUP" or "XCUP" or "LIST" or "NLST" or "MLSD" => Shown.Listed,
        "MKD" or "XMKD" or "RMD" or "XRMD" => Shown.Made,
        "DELE" or "RNTO" => Shown.Entry,
        "RNFR" => Shown.Found,
        "RETR" or "STOR" or "APPE" or "STOU" => Shown.Transferred,
        "MDTM" or "MLST" or "MFMT" => Shown.Looked,
        "SITE" when row.Method is "SITE CHMOD" or "SITE CHGRP" => Shown.Looked,
        _ => Shown.Nothing,
    };

    static string Under(LogRow row, string path) => row.Session.Files.Jail.HostPath + path;

    /// <summary>The argument below the working directory, as text: nothing is taken out of it.</summary>
    static string Joined(LogRow row)
    {
        if (row.Argument.StartsWith('/'))
            return row.Argument;
        var directory = row.Session.WorkingDirectory;
        return directory == "/" ? "/" + row.Argument : $"{directory}/{row.Argument}";
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
