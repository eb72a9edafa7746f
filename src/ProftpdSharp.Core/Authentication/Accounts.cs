namespace ProftpdSharp.Core.Authentication;

/// <summary>A user as passwd(5) describes one, without the secret. Texts are byte strings.</summary>
public sealed record UserEntry(string Name, uint Uid, uint Gid, string Home, string Shell)
{
    /// <summary>The jail that the account itself asks for, instead of DefaultRoot and DefaultChdir; a path of the host. Null for none.</summary>
    public string? Jail { get; init; }
}

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

    /// <summary>The source does not know the user after all.</summary>
    NoSuchUser,

    /// <summary>The source wants no more attempts.</summary>
    TooManyAttempts,

    /// <summary>What the source itself asks cannot be reached.</summary>
    ServiceUnavailable,

    /// <summary>The password is right, but what should begin with the login does not.</summary>
    InitializationFailed,

    /// <summary>The client may not be authenticated with what it has.</summary>
    CredentialsInsufficient,

    /// <summary>The user's further rights cannot be had.</summary>
    CredentialsUnavailable,

    /// <summary>The user's further rights could not be set.</summary>
    CredentialsFailed,

    /// <summary>The source cannot be asked: nobody else may decide in its place.</summary>
    Unavailable,
}
