using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>The file that a command is about to change, looked at before it does: whether STOR overwrites, how long what DELE removes was.</summary>
public sealed class FileBefore
{
    static readonly SessionKey<FileBefore> Key = new(() => new FileBefore());

    Command? _command;
    FileStatus? _status;

    /// <summary>Looks at the file; called from the PRE phase by every log that wants to know.</summary>
    public static async ValueTask LookAsync(Session session, Command command)
    {
        if (command.Verb is not ("STOR" or "APPE" or "DELE") || !session.IsLoggedIn || (!command.HasArgument && command.Verb != "DELE"))
            return;
        var before = session.State(Key);
        if (before._command == command)
            return;
        var status = await session.Files.LinkStatusAsync(VirtualPath.Combine(session.WorkingDirectory, command.Argument));
        (before._command, before._status) = (command, status.Ok ? status.Value : null);
    }

    /// <summary>What the file was; null when there was none.</summary>
    public static FileStatus? Of(Session session, Command command)
    {
        var before = session.State(Key);
        return before._command == command ? before._status : null;
    }
}
