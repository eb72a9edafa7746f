using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Access;

/// <summary>Configurations made of access rules alone, and questions to them.</summary>
static class AccessConfiguration
{
    public static readonly LimitSubject Ann = new()
    {
        IsAuthenticated = true,
        User = "ann",
        Group = "staff",
        Groups = ["web", "both"],
        Address = IPAddress.Parse("192.0.2.7"),
        HostNames = ["pc7.example.net"],
    };

    /// <summary>Loads a configuration that must be accepted.</summary>
    public static ServerConfiguration Load(string text)
    {
        var result = Read(text);
        Assert.True(result.Configuration is not null, string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.Text)));
        return result.Configuration;
    }

    /// <summary>The first fatal message of a configuration that must be refused.</summary>
    public static string Fatal(string text)
    {
        var result = Read(text);
        Assert.Null(result.Configuration);
        return result.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Fatal).Text;
    }

    /// <summary>Asks the Limit sections of the server about a command, or those of the Directory that governs a path.</summary>
    public static Refusal Ask(string text, string verb = "NOOP", CommandGroup group = CommandGroup.None, LimitSubject? who = null, string path = "/", string argument = "", bool hidden = false) =>
        LimitRules.Evaluate(ScopeOf(Load(text), path), who ?? Ann, new LimitQuestion(verb, group, argument, hidden)).Reason;

    public static ConfigScope ScopeOf(ServerConfiguration configuration, string path) =>
        DirectoryMatch.Find(configuration.Main, null, path, null) ?? configuration.Main.Root;

    /// <summary>The directives of access alone.</summary>
    public static DirectiveRegistry Registry()
    {
        var registry = new DirectiveRegistry();
        registry.Add("mod_core",
        [
            .. LimitDirectives.Feature.Directives, .. CommandFilters.Feature.Directives, .. PathFilters.Feature.Directives,
            .. HideRules.Feature.Directives, .. FtpAccess.Feature.Directives,
        ]);
        return registry;
    }

    static LoadResult Read(string text) => new MemoryMachine().Load(text, registry: Registry());
}
