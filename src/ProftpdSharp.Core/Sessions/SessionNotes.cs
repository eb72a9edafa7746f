namespace ProftpdSharp.Core.Sessions;

/// <summary>Names of <see cref="Session.Notes"/> that more than one folder uses, as upstream calls them.</summary>
public static class SessionNotes
{
    /// <summary>The user's name on the client's machine (mod_ident).</summary>
    public const string Ident = "mod_ident.rfc1413-ident";

    /// <summary>The name that the last USER gave, before aliases.</summary>
    public const string GivenUser = "mod_auth.orig-user";
}
