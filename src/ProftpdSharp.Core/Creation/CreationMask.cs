using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Core.Creation;

/// <summary>Umask: what is taken from the permissions of what a session creates.</summary>
public static class CreationMask
{
    const uint Default = 0x12; // 0022
    const uint Permissions = 0x1FF; // 0777

    public static readonly Feature Feature = new("Umask");

    /// <summary>
    /// The second argument of Umask, for directories. It is a parameter of its own: a section whose Umask has one argument keeps that of the section
    /// around it. Null: that of files.
    /// </summary>
    static readonly Directive<uint?> DirUmask = new(
        "DirUmask", ConfigContext.None, line => line.Error("comes with Umask"), null, MergeRule.Down)
    {
        IsImplied = true,
    };

    /// <summary>The first argument, for files.</summary>
    public static readonly Directive<uint> Umask = Feature.Directive(
        new Directive<uint>("Umask", Contexts.Everywhere, Parse, Default, MergeRule.Down)
        {
            MaxArguments = 2,
            WrongCount = "missing parameters",
            Implies = new(DirUmask, OfDirectories),
        });

    public static uint ForDirectories(ConfigScope scope) => scope.Get(DirUmask) ?? scope.Get(Umask);

    /// <summary>That of directories where one is configured.</summary>
    public static uint? ConfiguredForDirectories(ConfigScope scope) => scope.Get(DirUmask) ?? scope.Find(Umask)?.Value;

    static Parsed<uint> Parse(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (Mask(word) is null)
                return line.Error($"'{word}' is not a valid umask");
        }

        return Mask(line[0])!.Value;
    }

    static ConfigRecord<uint?>? OfDirectories(DirectiveLine line) =>
        line.Count < 2 ? null : new ConfigRecord<uint?>(DirUmask, Mask(line[1]), line.Source, line.Context, line.Arguments);

    /// <summary>An empty word is 0, and umask(2) looks at the permissions alone.</summary>
    static uint? Mask(string word) => (word.Length == 0 ? 0 : Values.OctalNumber(word)) is { } mask ? (uint)mask & Permissions : null;
}
