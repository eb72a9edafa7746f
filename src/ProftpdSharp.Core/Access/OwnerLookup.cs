using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>Who is behind a name of the configuration. The authentication modules know; they fill this in when the session starts.</summary>
public sealed class OwnerLookup
{
    static readonly SessionKey<OwnerLookup> Key = new(() => new OwnerLookup());

    public static OwnerLookup Of(Session session) => session.State(Key);

    /// <summary>The number of a user; null when there is none of that name.</summary>
    public Func<string, ValueTask<uint?>> FindUid { get; set; } = static _ => default;

    /// <summary>The number of a group; null when there is none of that name.</summary>
    public Func<string, ValueTask<uint?>> FindGid { get; set; } = static _ => default;

    /// <summary>The primary and the supplementary groups of a user by name; null when there is none of that name.</summary>
    public Func<string, ValueTask<GroupMembership?>> FindGroups { get; set; } = static _ => default;

    /// <summary>The home directory of a user on the host, for <c>~user</c>; null when there is none of that name.</summary>
    public Func<string, ValueTask<string?>> FindHome { get; set; } = static _ => default;
}

/// <summary>The names of a user's groups.</summary>
/// <param name="Group">The primary one.</param>
/// <param name="Others">The supplementary ones.</param>
public sealed record GroupMembership(string Group, IReadOnlyList<string> Others);
