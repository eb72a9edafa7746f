using System.Globalization;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>ALLO: we need no reservation (RFC 959 section 4.1.3), so it only has to be well formed.</summary>
static class Allocate
{
    public static readonly Feature Feature = new("ALLO");

    static Allocate() => Feature.Command("ALLO", CommandGroup.None, CommandClass.Misc, Login.Required, AlloAsync, "<sp> size");

    static ValueTask<Outcome> AlloAsync(Session session, Command command)
    {
        if (command.Words.Count is not (1 or 3))
            return new(command.NotUnderstood(session, 504));
        var size = command.Words[0];
        if (!size.TrimStart('-', '+').All(char.IsAsciiDigit))
            return new(session.Fail(504, string.Create(CultureInfo.InvariantCulture, $"{size}: Invalid ALLO argument")));
        return new(session.Succeed(200, "ALLO command successful"));
    }
}
