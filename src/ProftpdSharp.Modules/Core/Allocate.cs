using System.Globalization;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>ALLO: we need no reservation (RFC 959 section 4.1.3), but can tell that there is no room.</summary>
static class Allocate
{
    public static readonly Feature Feature = new("ALLO");

    static Allocate() => Feature.Command("ALLO", CommandGroup.None, CommandClass.Misc, Login.Required, AlloAsync, "<sp> size");

    static async ValueTask<Outcome> AlloAsync(Session session, Command command)
    {
        if (command.Words.Count is not (1 or 3))
            return command.NotUnderstood(session, 504);
        var size = command.Words[0];
        if (!size.TrimStart('-', '+').All(char.IsAsciiDigit))
            return session.Fail(504, $"{command.Argument}: Invalid ALLO argument");
        // As upstream, which cannot ask inside a chroot; a number that is too large for it is any number.
        if (session.Files.Jail.IsConfined)
            return session.Succeed(202, "No storage allocation necessary");
        var space = await session.Files.SpaceAsync(session.WorkingDirectory);
        return space.Ok && long.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bytes) && bytes > space.Value.AvailableBytes
            ? session.Fail(552, $"{command.Argument}: {Errno.ENOSPC.Describe()}")
            : session.Succeed(200, "ALLO command successful");
    }
}
