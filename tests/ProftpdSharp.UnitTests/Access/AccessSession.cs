using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.UnitTests.Configuration;
using ProftpdSharp.UnitTests.FileSystem;
using Xunit;

namespace ProftpdSharp.UnitTests.Access;

/// <summary>A session of Ann in a directory of its own, where commands are decided and nothing is sent.</summary>
sealed class AccessSession : IDisposable
{
    static readonly CommandTable Table = new(
    [
        Row("CWD", CommandGroup.Dirs), Row("LIST", CommandGroup.Dirs), Row("NLST", CommandGroup.Dirs), Row("MLSD", CommandGroup.Dirs), Row("SIZE", CommandGroup.Read),
        Row("RETR", CommandGroup.Read), Row("STOR", CommandGroup.Write), Row("DELE", CommandGroup.Write), Row("MKD", CommandGroup.Write),
        Row("RNFR", CommandGroup.Write), Row("MFMT", CommandGroup.Write), Row("NOOP", CommandGroup.None), Row("PASV", CommandGroup.None),
    ], [], [], [], []);

    readonly Poller _poller = new();
    readonly ServerLog _log = new(TimeProvider.System);

    /// <param name="text">The configuration; <c>@</c> is the tree's root.</param>
    public AccessSession(string text)
    {
        var configuration = AccessConfiguration.Load(text.Replace("@", Tree.Root, StringComparison.Ordinal));
        var host = new ServerHost
        {
            Clock = TimeProvider.System,
            Poller = _poller,
            FileWorkers = Tree.Workers,
            Log = _log,
            DefaultIdentity = new FileIdentity(0, 0, []),
            ReadFtpAccess = (_, path, bytes) =>
                FtpAccessFile.Parse(path, bytes, AccessConfiguration.Registry(), MemoryMachine.Options(new MemoryMachine()), []),
        };
        var nowhere = Sockets.Socket(SocketFamily.Unix, SocketKind.Stream);
        var address = new IPEndPoint(IPAddress.Loopback, 21);
        Session = new Session(
            5000000, host, configuration, configuration.Main, new ControlConnection(new PlainStream(nowhere.Value!), _poller), new ConnectionAddresses(address, address))
        {
            WorkingDirectory = Tree.Root,
            Login = new LoginState
            {
                UserName = "ann",
                GivenName = "ann",
                GroupName = "staff",
                GroupNames = ["staff", "web"],
                Identity = new FileIdentity(TemporaryTree.Stranger, TemporaryTree.Stranger, []),
                Home = Tree.Root,
                Shell = "/bin/sh",
            },
        };
        // Who is not root can only be itself.
        if (TemporaryTree.IsRoot)
            Session.Files.Identity = Session.Login.Identity;
    }

    public TemporaryTree Tree { get; } = new();

    public Session Session { get; }

    /// <summary>Confines the session to the tree.</summary>
    public async Task EnterAsync()
    {
        Assert.Equal(Errno.None, await Session.Files.EnterAsync(Tree.Root));
        Session.WorkingDirectory = "/";
    }

    public ValueTask<AccessDecision> DecideAsync(string line, PathUse use = PathUse.Target)
    {
        var command = Table.Parse(line)!;
        return PathAccess.ResolveAsync(Session, command, command.Argument, use);
    }

    /// <summary>The reply to a refused command; empty when it was allowed.</summary>
    public async Task<string> ReplyAsync(string line, PathUse use = PathUse.Target)
    {
        var decision = await DecideAsync(line, use);
        Session.Responses.ClearErrors();
        if (!decision.Allowed)
            AccessReplies.AppendRefusal(Session, Table.Parse(line)!, decision);
        return string.Join('|', Session.Responses.Errors.Select(reply => $"{reply.Code} {reply.Text}"));
    }

    /// <summary>The names of a directory that a listing shows.</summary>
    public async Task<string> ListAsync(string directory, string verb = "LIST")
    {
        var rules = await ListingRules.ForAsync(Session, Table.Parse(verb)!, directory);
        using var reader = (await Session.Files.OpenDirectoryAsync(directory)).Value!;
        var shown = new List<string>();
        for (var batch = await reader.ReadAsync(); batch.Value is { Count: > 0 }; batch = await reader.ReadAsync())
        {
            foreach (var entry in batch.Value)
            {
                if (entry.Name is not ("." or "..") && await rules.ShowsAsync(entry.Name, entry.Status.Value))
                    shown.Add(entry.Name);
            }
        }
        shown.Sort(StringComparer.Ordinal);
        return string.Join(' ', shown);
    }

    public void Dispose()
    {
        Session.Files.Leave();
        Session.Control.Dispose();
        Session.Deadlines.Dispose();
        Session.Interruption.Dispose();
        Tree.Dispose();
        _poller.Dispose();
        _log.Dispose();
    }

    static CommandRow Row(string verb, CommandGroup group) =>
        new(verb, group, CommandClass.Misc, Login.Required, (_, _) => new(Outcome.Handled), null, true);
}
