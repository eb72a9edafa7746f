namespace ProftpdSharp.Core.Commands;

/// <summary>The command groups that <c>&lt;Limit&gt;</c> knows besides single commands.</summary>
public enum CommandGroup
{
    /// <summary>No group: only the command's own name and <c>ALL</c> match.</summary>
    None,

    /// <summary><c>DIRS</c>: listing and changing directories.</summary>
    Dirs,

    /// <summary><c>READ</c>: reading files.</summary>
    Read,

    /// <summary><c>WRITE</c>: creating, changing and removing files and directories.</summary>
    Write,
}

/// <summary>The command classes that <c>ExtendedLog</c> selects by.</summary>
[Flags]
public enum CommandClass
{
    None = 0,
    Auth = 1,
    Info = 2,
    Dirs = 4,
    Read = 8,
    Write = 16,
    Misc = 32,
    Sec = 64,
    Connect = 128,
    Exit = 256,
    Sftp = 512,
    Ssh = 1024,
    All = Auth | Info | Dirs | Read | Write | Misc | Sec | Sftp | Ssh,
}

/// <summary>Whether a command is answered with 530 before the login.</summary>
public enum Login
{
    NotRequired,
    Required,
}

/// <summary>What a handler says of the command that it was given.</summary>
public enum Outcome
{
    /// <summary>Done: the replies appended with <c>Add</c> are sent.</summary>
    Handled,

    /// <summary>Not mine: the next row is asked; when nobody claims the command it is unknown.</summary>
    Declined,

    /// <summary>Refused or failed: the replies appended with <c>AddError</c> are sent.</summary>
    Failed,
}

/// <summary>The phases through which every command passes, in order.</summary>
public enum Phase
{
    /// <summary>Before the handler; a failure here refuses the command.</summary>
    Pre,

    /// <summary>After a handled command, before its replies are flushed.</summary>
    Post,

    /// <summary>After a failed command, before its replies are flushed.</summary>
    PostError,

    /// <summary>Logging of a handled command, after the flush.</summary>
    Log,

    /// <summary>Logging of a failed command, after the flush.</summary>
    LogError,
}
