using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Listing;

/// <summary>DirFakeUser, DirFakeGroup, DirFakeMode and ShowSymlinks: what listings show in place of the truth. Nothing but listings changes.</summary>
public static class Disguise
{
    const string Account = "ftp";
    const string Oneself = "~";

    /// <summary>Belongs to mod_ls; mod_facts shows the same.</summary>
    public static readonly Feature Feature = new("DirFakeUser DirFakeGroup DirFakeMode ShowSymlinks");

    /// <summary>The name shown for every owner, <c>~</c> the user's own; null for the true one.</summary>
    public static readonly Directive<string?> DirFakeUser = Feature.Directive(Name("DirFakeUser"));

    /// <summary>The name shown for every group, <c>~</c> the user's own; null for the true one.</summary>
    public static readonly Directive<string?> DirFakeGroup = Feature.Directive(Name("DirFakeGroup"));

    /// <summary>The permissions shown for everything; null for the true ones.</summary>
    public static readonly Directive<uint?> DirFakeMode = Feature.Directive(
        new Directive<uint?>("DirFakeMode", Contexts.Everywhere, ParseMode, null, MergeRule.Down));

    /// <summary>Off: a link is shown as what it leads to, and not at all where it leads nowhere.</summary>
    public static readonly Directive<bool> ShowSymlinks = Feature.Directive(
        new Directive<bool>("ShowSymlinks", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    /// <summary>The owner's name to show whatever the true one is; null when the true one is shown.</summary>
    public static string? User(Session session, ConfigScope scope) =>
        scope.Get(DirFakeUser) is Oneself ? session.Login?.UserName : scope.Get(DirFakeUser);

    /// <summary>The group's name to show whatever the true one is; null when the true one is shown.</summary>
    public static string? Group(Session session, ConfigScope scope) =>
        scope.Get(DirFakeGroup) is Oneself ? session.Login?.GroupName : scope.Get(DirFakeGroup);

    static Directive<string?> Name(string name) => new(name, Contexts.Everywhere, ParseName, null, MergeRule.Down)
    {
        MaxArguments = 2,
        WrongCount = $"syntax: {name} on|off [<id to display>]",
        CheckOrder = CheckOrder.ContextFirst,
    };

    static Parsed<string?> ParseName(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) is not { } on)
            return line.Error("expected boolean argument");
        return on ? (line.Count > 1 ? line[1] : Account) : null;
    }

    static Parsed<uint?> ParseMode(DirectiveLine line)
    {
        var mode = line[0].Length == 0 ? 0 : Values.OctalNumber(line[0]);
        return mode is { } number and < long.MaxValue ? (uint)number & 0xfff : line.Error("parameter must be an octal number");
    }
}
