using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Core;

/// <summary>FSOptions. No command of this server shows extended attributes, so there is nothing to ignore.</summary>
static class FileSystemOptions
{
    public static readonly Feature Feature = new("FSOptions");

    /// <summary>Whether IgnoreExtendedAttributes was given.</summary>
    public static readonly Directive<bool> FSOptions = Feature.Directive(
        new Directive<bool>("FSOptions", Contexts.ServerWide, Parse, false) { WrongCount = "wrong number of parameters" });

    static Parsed<bool> Parse(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word != "IgnoreExtendedAttributes")
                return line.Error($": unknown FSOption '{word}'");
        }
        return true;
    }
}
