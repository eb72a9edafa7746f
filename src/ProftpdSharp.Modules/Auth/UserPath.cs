using System.Text;
using ProftpdSharp.Core.Authentication;

namespace ProftpdSharp.Modules.Auth;

/// <summary>Paths of the configuration that name the user: <c>%u</c>, <c>%u[0]</c>, <c>~</c>, <c>~name</c>.</summary>
static class UserPath
{
    /// <summary>The host path; null when it names a user that does not exist.</summary>
    public static async Task<string?> ExpandAsync(LoginCandidate login, string path)
    {
        var named = FillIn(path, login.User.Name);
        if (!named.StartsWith('~'))
            return named;
        var slash = named.IndexOf('/');
        var (name, rest) = slash < 0 ? (named[1..], "") : (named[1..slash], named[slash..]);
        var user = name.Length == 0 ? login.User : await NameLookup.FindUserAsync(login.Session, name);
        return user is null ? null : user.Home.TrimEnd('/') + (rest.Length > 0 ? rest : user.Home.Length > 1 ? "" : "/");
    }

    /// <summary><c>%u</c> is the name, <c>%u[n]</c> its letter of that place, from 0; beyond its end nothing.</summary>
    static string FillIn(string path, string user)
    {
        var filled = new StringBuilder(path);
        for (var place = 0; place <= 9; place++)
            filled.Replace($"%u[{place}]", place < user.Length ? user[place].ToString() : "");
        return filled.Replace("%u", user).ToString();
    }
}
