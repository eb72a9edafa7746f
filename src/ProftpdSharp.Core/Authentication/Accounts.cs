namespace ProftpdSharp.Core.Authentication;

/// <summary>A user as passwd(5) describes one, without the secret. Texts are byte strings.</summary>
public sealed record UserEntry(string Name, uint Uid, uint Gid, string Home, string Shell);

/// <summary>A group as group(5) describes one.</summary>
public sealed record GroupEntry(string Name, uint Gid, IReadOnlyList<string> Members);

/// <summary>What a source says of a password.</summary>
public enum AuthVerdict
{
    /// <summary>Not mine to say: the next source is asked.</summary>
    Declined,

    Accepted,

    /// <summary>The source knows the user and the password is wrong, or nobody may log in with one.</summary>
    BadPassword,

    /// <summary>The password is right but too old.</summary>
    PasswordExpired,

    /// <summary>The account is closed.</summary>
    AccountDisabled,
}
