using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Display;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>What DisplayChdir says.</summary>
/// <param name="Path">The file, relative to the directory that was entered.</param>
/// <param name="IfChanged">Shown again only when the file is newer than the last visit.</param>
sealed record DirectoryMessageFile(string Path, bool IfChanged);

/// <summary>DisplayChdir: a text about a directory, shown to those who enter it.</summary>
static class DirectoryMessage
{
    /// <summary>A session that walks through very many directories must not fill the memory.</summary>
    const int MostRemembered = 1024;

    public static readonly Feature Feature = new("DisplayChdir");

    public static readonly Directive<DirectoryMessageFile?> DisplayChdir = Feature.Directive(
        new Directive<DirectoryMessageFile?>("DisplayChdir", Contexts.AndDirectory, Parse, null, MergeRule.Down)
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    /// <summary>When each directory was last entered, in seconds since 1970.</summary>
    static readonly SessionKey<Dictionary<string, long>> Visits = new(() => []);

    /// <summary>Appends the text of the working directory, which was just entered, to the 250.</summary>
    public static async ValueTask AppendAsync(Session session)
    {
        var scope = await PathAccess.ScopeAsync(session, session.WorkingDirectory);
        if (scope.Get(DisplayChdir) is not { } message || (message.IfChanged && !await HasChangedAsync(session, message.Path)))
            return;
        await DisplayFile.AppendAsync(session, message.Path, 250);
    }

    static async ValueTask<bool> HasChangedAsync(Session session, string path)
    {
        var directory = session.WorkingDirectory;
        var status = await session.Files.StatusAsync(VirtualPath.Combine(directory, path));
        var visits = session.State(Visits);
        var before = visits.GetValueOrDefault(directory);
        if (visits.Count < MostRemembered || visits.ContainsKey(directory))
            visits[directory] = session.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
        return status.Ok && status.Value.Modified.Seconds > before;
    }

    static Parsed<DirectoryMessageFile?> Parse(DirectiveLine line)
    {
        if (line.Count == 1)
            return new DirectoryMessageFile(line[0], false);
        return Values.Boolean(line, 1).Then<DirectoryMessageFile?>(ifChanged => new DirectoryMessageFile(line[0], ifChanged));
    }
}
