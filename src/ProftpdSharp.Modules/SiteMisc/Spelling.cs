using ProftpdSharp.Core.Commands;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>The sub-command's name as the client wrote it, which the replies repeat.</summary>
static class Spelling
{
    public static string NameIn(Command command) => command.LineArgument[..(command.Verb.Length - "SITE_".Length)];
}
