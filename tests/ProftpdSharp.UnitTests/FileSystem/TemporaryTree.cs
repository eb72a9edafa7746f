using System.Diagnostics.CodeAnalysis;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.FileSystem;

/// <summary>A directory of its own that everybody may search, workers for it, and the files of a session; removed at the end.</summary>
public sealed class TemporaryTree : IDisposable
{
    /// <summary>A user and group without an account, so that only what the test gives them is theirs.</summary>
    public const uint Stranger = 61234;

    public TemporaryTree()
    {
        Root = Directory.CreateTempSubdirectory("files-").FullName;
        File.SetUnixFileMode(Root, (UnixFileMode)Convert.ToInt32("755", 8));
        Workers = new FileWorkers(2);
    }

    public string Root { get; }

    public FileWorkers Workers { get; }

    /// <summary>Whether identities can be switched here.</summary>
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>The server's own view, without a jail.</summary>
    public SessionFiles Open => new(Workers, null);

    /// <summary>The view of a user who owns nothing, confined to the tree.</summary>
    public async Task<SessionFiles> JailedAsync(FileIdentity? identity = null)
    {
        var files = new SessionFiles(Workers, identity);
        Assert.Equal(Errno.None, await files.EnterAsync(Root));
        return files;
    }

    public string Write(string name, string text = "text", string mode = "644")
    {
        File.WriteAllText(this[name], text);
        File.SetUnixFileMode(this[name], (UnixFileMode)Convert.ToInt32(mode, 8));
        return this[name];
    }

    public string Make(string name, string mode = "755")
    {
        Directory.CreateDirectory(this[name]);
        File.SetUnixFileMode(this[name], (UnixFileMode)Convert.ToInt32(mode, 8));
        return this[name];
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Reads as a sentence on the tree.")]
    public void Link(string name, string target) => File.CreateSymbolicLink(this[name], target);

    public void Dispose()
    {
        Workers.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
