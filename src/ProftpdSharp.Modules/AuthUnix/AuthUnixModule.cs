using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.AuthUnix;

/// <summary>mod_auth_unix: the users of the system.</summary>
public static class AuthUnixModule
{
    public static readonly Module Module = new("mod_auth_unix", null, UnixAccounts.Feature);
}
