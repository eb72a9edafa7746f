using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>
/// The section that the last decision on a path found. Upstream looks up command filters and the first path filters there, because the path of the
/// command at hand is not known yet; so it may be that of the command before.
/// </summary>
sealed class CurrentDirectory
{
    static readonly SessionKey<CurrentDirectory> Key = new(() => new CurrentDirectory());

    ConfigScope? _directory;
    ConfigScope? _top;

    /// <summary>The Directory of the last decision, else the Anonymous section or the server.</summary>
    public static ConfigScope ScopeOf(Session session)
    {
        var current = session.State(Key);
        return current._directory is { } directory && current._top == session.TopScope ? directory : session.TopScope;
    }

    /// <summary>Notes what a decision found. Another server or Anonymous section (login, HOST, If sections) makes it forgotten.</summary>
    public static void Note(Session session, ConfigScope scope)
    {
        var current = session.State(Key);
        current._top = session.TopScope;
        current._directory = scope.Kind == SectionKind.Directory ? scope : null;
    }
}
