using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>mod_auth_file: users and groups in files of the administrator's own.</summary>
public static class AuthFileModule
{
    public static readonly Module Module = new("mod_auth_file", "1.0", AccountFiles.Feature);
}
