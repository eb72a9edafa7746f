using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Authentication;

/// <summary>One word of AuthOrder.</summary>
/// <param name="Module">Without <c>.c</c>.</param>
/// <param name="IsFinal">Written with <c>*</c>: when this module does not know, nobody is asked after it.</param>
/// <param name="Text">As it was written.</param>
public readonly record struct AuthOrderEntry(string Module, bool IsFinal, string Text);

/// <summary>
/// The sources of one session in the order in which they are asked: AuthOrder's, else the module loaded last first. Modules add theirs when a
/// session starts.
/// </summary>
public sealed class AuthTable
{
    public static readonly Feature Feature = new("AuthOrder");

    public static readonly Directive<IReadOnlyList<AuthOrderEntry>?> AuthOrder = Feature.Directive(
        new Directive<IReadOnlyList<AuthOrderEntry>?>("AuthOrder", Contexts.ServerWide, ParseOrder, null) { Storage = Storage.Once });

    static readonly SessionKey<AuthTable> Key = new(() => new AuthTable());

    readonly List<AuthSource> _sources = [];

    static AuthTable() => Feature.SessionStart(NoteOrder);

    public static AuthTable Of(Session session) => session.State(Key);

    /// <summary>Adds a module's source, in place of the one it added before HOST or SNI gave the session another server.</summary>
    public void Add(AuthSource source)
    {
        var present = _sources.FindIndex(other => other.Module == source.Module);
        if (present < 0)
            _sources.Add(source);
        else
            _sources[present] = source;
    }

    /// <summary>Asks one source after the other until one has an answer.</summary>
    /// <param name="session">Whose configuration orders the sources.</param>
    /// <param name="ask">Asks one source; null when it does not know.</param>
    /// <param name="request">What is asked, in upstream's words, for the TraceLog.</param>
    public async Task<T?> FirstAsync<T>(Session session, Func<AuthSource, Task<T?>> ask, string request = "getpwnam")
        where T : class
    {
        foreach (var (source, isFinal) in InOrder(session).Where(entry => entry.Source.HasAccounts))
        {
            TraceRequest(session, request, source);
            if (await ask(source) is { } answer)
                return answer;
            if (isFinal)
                return null;
        }
        return null;
    }

    /// <summary>Checks a password; <see cref="AuthVerdict.Declined"/> when nobody had anything to say.</summary>
    /// <inheritdoc cref="AuthSource.AuthenticateAsync"/>
    public async Task<AuthVerdict> AuthenticateAsync(Session session, UserEntry user, Password password, string? hash)
    {
        // Sources that know passwords alone come first, wherever AuthOrder has them.
        foreach (var (source, isFinal) in InOrder(session).OrderBy(entry => entry.Source.HasAccounts))
        {
            TraceRequest(session, "auth", source);
            var verdict = await source.AuthenticateAsync(user, password, hash);
            if (verdict is AuthVerdict.Accepted or AuthVerdict.BadPassword && session.Log.Traces("auth", 9))
                session.Log.Trace("auth", 9, $"obtained {(verdict == AuthVerdict.Accepted ? "HANDLED (OK)" : "ERROR (BADPWD)")} for authenticating user '{user.Name}'");
            if (verdict == AuthVerdict.Accepted)
                session.Log.Debug(2, $"user '{user.Name}' authenticated by {source.Module}.c");
            if (verdict is AuthVerdict.Accepted or AuthVerdict.Unavailable)
                return verdict;
            if (verdict == AuthVerdict.Declined && isFinal && source.HasAccounts)
                return AuthVerdict.BadPassword;
            if (verdict != AuthVerdict.Declined && (isFinal || source.IsAuthoritative))
                return verdict;
        }
        return AuthVerdict.Declined;
    }

    /// <summary>How the client proved already who it is; null when nobody says so.</summary>
    public async Task<string?> ProveAsync(string user)
    {
        foreach (var source in _sources)
        {
            if (await source.ProveAsync(user) is { } proof)
                return proof;
        }
        return null;
    }

    static void TraceRequest(Session session, string request, AuthSource source)
    {
        if (session.Log.Traces("auth", 6))
            session.Log.Trace("auth", 6, $"dispatching auth request \"{request}\" to module {source.Module}");
    }

    IEnumerable<(AuthSource Source, bool IsFinal)> InOrder(Session session)
    {
        if (session.Server.Root.Get(AuthOrder) is not { } order)
            return _sources.Select(source => (source, false));
        return order.Join(_sources, entry => entry.Module, source => source.Module, (entry, source) => (source, entry.IsFinal));
    }

    static ValueTask NoteOrder(Session session)
    {
        if (session.Server.Root.Get(AuthOrder) is not { } order)
            return default;
        session.Log.Debug(3, "AuthOrder in effect, resetting auth module order");
        foreach (var entry in order)
        {
            if (!Of(session)._sources.Exists(source => source.Module == entry.Module))
                session.Log.Debug(0, $"AuthOrder: warning: module '{entry.Text.TrimEnd('*')}' not loaded");
        }
        return default;
    }

    static Parsed<IReadOnlyList<AuthOrderEntry>?> ParseOrder(DirectiveLine line) =>
        Parsed.Of<IReadOnlyList<AuthOrderEntry>?>([.. line.Arguments.Select(Entry)]);

    static AuthOrderEntry Entry(string word)
    {
        var name = word.EndsWith('*') ? word[..^1] : word;
        // Without .c no module has that name.
        return new AuthOrderEntry(name.EndsWith(".c", StringComparison.Ordinal) ? name[..^2] : "", word.EndsWith('*'), word);
    }
}
