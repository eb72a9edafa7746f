using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Core;

/// <summary>ProcessTitles. Sessions are no processes here, so there is one title, which tells nobody what a session does.</summary>
static class ProcessTitling
{
    public static readonly Feature Feature = new("process titles");

    /// <summary>True for <c>terse</c>.</summary>
    public static readonly Directive<bool> ProcessTitles = Feature.Directive(
        new Directive<bool>("ProcessTitles", ConfigContext.Server, Parse, false));

    static Parsed<bool> Parse(DirectiveLine line) => line[0].ToUpperInvariant() switch
    {
        "TERSE" => true,
        "VERBOSE" => false,
        _ => line.Error("unknown parameter"),
    };
}
