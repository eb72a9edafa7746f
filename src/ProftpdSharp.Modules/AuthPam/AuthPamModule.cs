using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>mod_auth_pam: passwords of system users as PAM judges them.</summary>
public static class AuthPamModule
{
    public static readonly Module Module = new("mod_auth_pam", "1.2", PamService.Feature);
}
