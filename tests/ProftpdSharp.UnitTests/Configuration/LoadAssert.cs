using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>What tests of the language ask of a loaded configuration.</summary>
static class LoadAssert
{
    /// <summary>The configuration, or a failure that shows the messages.</summary>
    public static ServerConfiguration Accepted(LoadResult result)
    {
        Assert.True(result.Configuration is not null, string.Join('\n', result.Diagnostics.Select(message => message.Text)));
        return result.Configuration ?? throw new InvalidOperationException();
    }

    public static ServerConfiguration Accepted(string text) => Accepted(new MemoryMachine().Load(text));

    /// <summary>The first fatal line.</summary>
    public static string Refused(LoadResult result)
    {
        Assert.Null(result.Configuration);
        return result.Diagnostics.First(message => message.Severity == Severity.Fatal).Text;
    }

    public static string Refused(string text) => Refused(new MemoryMachine().Load(text));

    /// <summary>The messages of a severity.</summary>
    public static string[] Texts(LoadResult result, Severity severity) =>
        [.. result.Diagnostics.Where(message => message.Severity == severity).Select(message => message.Text)];

    /// <summary>The paths below a section as a tree: <c>/(/a(/a/b) /c)</c>.</summary>
    public static string Tree(ConfigScope scope) =>
        string.Join(' ', scope.Sections.Where(section => section.Kind == SectionKind.Directory)
            .Select(section => Tree(section) is { Length: > 0 } inner ? $"{section.Name}({inner})" : section.Name));

    /// <summary>The section of that name, at any depth.</summary>
    public static ConfigScope Section(ConfigScope scope, string name) => All(scope).First(section => section.Name == name);

    static IEnumerable<ConfigScope> All(ConfigScope scope) => scope.Sections.SelectMany(All).Prepend(scope);
}
