using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Authentication;

/// <summary>The hash of a system user's password and shadow(5)'s rules about its age.</summary>
public sealed class SystemSecret
{
    readonly ShadowEntry? _shadow;

    SystemSecret(string hash, ShadowEntry? shadow)
    {
        Hash = hash;
        _shadow = shadow;
    }

    /// <summary>For crypt(3).</summary>
    public string Hash { get; }

    /// <summary>Looks a user up; blocks. Null when the system does not know the user.</summary>
    public static SystemSecret? Find(string name)
    {
        var shadow = Shadow.Find(name);
        if (shadow.Ok)
            return new SystemSecret(shadow.Value.Hash, shadow.Value);
        return SystemAccounts.FindHash(name) is { } hash ? new SystemSecret(hash, null) : null;
    }

    /// <summary>Why the account is closed, in the words of upstream's log; null while it is open.</summary>
    public string? Closed(TimeProvider clock)
    {
        if (_shadow is not { } shadow)
            return null;
        var today = Today(clock);
        if (shadow is { LastChange: > 0, Maximum: > 0, Inactive: > 0 } && today >= shadow.LastChange + shadow.Maximum + shadow.Inactive)
            return "inactivity";
        return shadow.Expires > 0 && today >= shadow.Expires ? "password expiration" : null;
    }

    /// <summary>Days since 1970.</summary>
    static long Today(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeSeconds() / 86400;

    /// <summary>Never the secret.</summary>
    public override string ToString() => "(hidden)";
}
