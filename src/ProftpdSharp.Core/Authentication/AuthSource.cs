namespace ProftpdSharp.Core.Authentication;

/// <summary>
/// Where one module takes users, groups and passwords from, for one session. What a module does not offer stays as it is here: it declines.
/// </summary>
/// <param name="module">The module's name as <c>mod_auth_unix</c>.</param>
public abstract class AuthSource(string module)
{
    public string Module { get; } = module;

    /// <summary>Whether it knows accounts at all; PAM knows passwords alone and is not asked for users and groups, authoritative or not.</summary>
    public virtual bool HasAccounts => true;

    /// <summary>Whether its refusal is the last word; else only where AuthOrder has it with <c>*</c>.</summary>
    public virtual bool IsAuthoritative => true;

    /// <summary>getpwnam: null when this source does not know the user.</summary>
    public virtual Task<UserEntry?> FindUserAsync(string name) => Task.FromResult<UserEntry?>(null);

    /// <summary>getpwuid.</summary>
    public virtual Task<UserEntry?> FindUserAsync(uint uid) => Task.FromResult<UserEntry?>(null);

    /// <summary>getgrnam.</summary>
    public virtual Task<GroupEntry?> FindGroupAsync(string name) => Task.FromResult<GroupEntry?>(null);

    /// <summary>getgrgid.</summary>
    public virtual Task<GroupEntry?> FindGroupAsync(uint gid) => Task.FromResult<GroupEntry?>(null);

    /// <summary>The groups of a user, the primary one among them; null when this source has nothing to say about the user's groups.</summary>
    public virtual Task<IReadOnlyList<GroupEntry>?> FindGroupsOfAsync(UserEntry user) => Task.FromResult<IReadOnlyList<GroupEntry>?>(null);

    /// <summary>Whether this is the user's password. A source that knows the user decides; only <see cref="AuthVerdict.Declined"/> asks further.</summary>
    /// <param name="user">An account of this or another source.</param>
    /// <param name="password">As the client gave it.</param>
    /// <param name="hash">The hash that UserPassword puts in the place of the user's own; null for the user's own.</param>
    public virtual Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash) => Task.FromResult(AuthVerdict.Declined);

    /// <summary>
    /// Asked at USER: how the client has proved already that it is this user (<c>TLS/X509 TLSUserName</c>, for the log), so that USER is answered
    /// with 232 and no password is asked for; null when it has not.
    /// </summary>
    public virtual Task<string?> ProveAsync(string user) => Task.FromResult<string?>(null);
}
