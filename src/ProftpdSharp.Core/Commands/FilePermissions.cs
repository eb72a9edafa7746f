using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Commands;

/// <summary>The trace channel <c>fileperms</c>: what the kernel refused a user, and why.</summary>
public static class FilePermissions
{
    const string Channel = "fileperms";

    /// <param name="session">Whose command.</param>
    /// <param name="verb">The command; SITE's are named without it.</param>
    /// <param name="what">What was tried: <c>deleting '/home/alice/x'</c>, with the path as the session sees it.</param>
    /// <param name="error">The kernel's answer.</param>
    public static void NoteRefusal(Session session, string verb, string what, Errno error)
    {
        if (session.Login is { } login && session.Log.Traces(Channel, 1))
        {
            var (uid, gid) = (login.Identity.Uid, login.Identity.Gid);
            session.Log.Trace(Channel, 1, $"{verb}, user '{login.UserName}' (UID {uid}, GID {gid}): error {what}: {error.Describe()}");
        }
    }
}
