using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>The .ftpaccess files that one session has met, and the configuration that they make of its server.</summary>
sealed class FtpAccessFiles
{
    readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    VirtualServer? _server;
    ConfigScope? _anonymous;
    ConfigurationView? _view;

    /// <summary>The configuration with the files of now.</summary>
    public ConfigurationView View => _view ?? throw new InvalidOperationException("StartFrom comes first.");

    /// <summary>Begins anew when the session got another server, Anonymous section or jail.</summary>
    public void StartFrom(Session session)
    {
        if (_view is not null && _server == session.Server && _anonymous == session.Anonymous)
            return;
        _entries.Clear();
        (_server, _anonymous) = (session.Server, session.Anonymous);
        _view = new ConfigurationView(session, session.Server, session.Anonymous);
    }

    /// <summary>Notices that the file of a directory appeared, changed or went away.</summary>
    public async ValueTask UpdateAsync(Session session, string directory, Result<FileStatus> status)
    {
        var isThere = status is { Ok: true, Value: { Size: > 0 } };
        if (!isThere)
        {
            if (_entries.Remove(directory, out var gone) && gone.Settings is not null)
                Derive(session);
            return;
        }
        var stamp = new Stamp(status.Value.Modified, status.Value.Size, status.Value.Inode);
        if (_entries.TryGetValue(directory, out var known) && known.Stamp == stamp && (known.Settings is not null || known.Changed == status.Value.Changed))
            return;
        _entries[directory] = new Entry(stamp, status.Value.Changed, await ReadAsync(session, directory));
        Derive(session);
    }

    static async ValueTask<ConfigScope?> ReadAsync(Session session, string directory)
    {
        var path = FtpAccess.PathOf(directory);
        var hostPath = session.Files.Jail.ToHost(path);
        if (session.Log.Traces("ftpaccess", 3))
            session.Log.Trace("ftpaccess", 3, $"parsing '{hostPath}'");
        var bytes = await session.Files.ReadAllAsync(path);
        if (!bytes.Ok)
        {
            session.Log.Notice($"error parsing '{hostPath}': {bytes.Error.Describe()}");
            return null;
        }
        var content = session.Host.ReadFtpAccess!(session.Configuration, hostPath, bytes.Value);
        foreach (var diagnostic in content.Diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Debug))
            session.Log.Warning(diagnostic.Text);
        return content.Settings;
    }

    /// <summary>Outer directories first, as they nest.</summary>
    void Derive(Session session)
    {
        var (server, anonymous) = (session.Server, session.Anonymous);
        foreach (var (directory, entry) in _entries)
        {
            if (entry.Settings is null)
                continue;
            server = ServerDerivation.WithFtpAccess(server, anonymous, NameOf(session, anonymous, directory), entry.Settings);
            anonymous = anonymous is null ? null : ServerDerivation.Counterpart(server, anonymous);
        }
        _view = new ConfigurationView(session, server, anonymous);
    }

    /// <summary>
    /// The name that a Directory section of the place has: the host path, inside an Anonymous section the path below its root. The root of the
    /// Anonymous section is <c>*</c>, which means the section itself.
    /// </summary>
    static string NameOf(Session session, ConfigScope? anonymous, string directory)
    {
        var hostPath = session.Files.Jail.ToHost(directory);
        if (anonymous is null || anonymous.SectionsOf(SectionKind.Directory).Any(section => section.Name == hostPath))
            return hostPath;
        return directory == "/" ? "*" : directory;
    }

    /// <summary>By which a file is known to be the same.</summary>
    readonly record struct Stamp(FileTime Modified, long Size, ulong Inode);

    /// <param name="Stamp">The file that was read.</param>
    /// <param name="Changed">With what rights: a file that could not be read is tried again when they change.</param>
    /// <param name="Settings">What it says; null when it could not be read.</param>
    sealed record Entry(Stamp Stamp, FileTime Changed, ConfigScope? Settings);
}
