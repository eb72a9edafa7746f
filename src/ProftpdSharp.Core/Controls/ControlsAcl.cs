using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Controls;

/// <summary>One line about who may use the controls socket, or some of its actions.</summary>
/// <param name="Actions">The actions it is about; <c>all</c> for every one.</param>
/// <param name="Allows">Whether those named are let in and the others not, or the other way round.</param>
/// <param name="IsForGroups">Whether the names are groups.</param>
/// <param name="Names">Users or groups of the system; <c>*</c> for everybody.</param>
public sealed record ControlsAcl(IReadOnlyList<string> Actions, bool Allows, bool IsForGroups, IReadOnlyList<string> Names)
{
    const string All = "all";

    /// <summary>Reads <c>actions|all allow|deny user|group list</c>, the form of ControlsACLs and its kin.</summary>
    /// <param name="line">The line; it has four words or more.</param>
    /// <param name="known">The actions that may be named.</param>
    /// <param name="whose">What stands before <c>action</c> in the refusal of an unknown one: empty, or <c>delay </c>.</param>
    public static Parsed<ControlsAcl?> Parse(DirectiveLine line, IReadOnlyCollection<string> known, string whose = "")
    {
        if (line[1] is not ("allow" or "deny"))
            return line.Error("second parameter must be 'allow' or 'deny'");
        if (line[2] is not ("user" or "group"))
            return line.Error("third parameter must be 'user' or 'group'");
        var actions = line[0].Split(',');
        if (actions.FirstOrDefault(action => action != All && !known.Contains(action)) is { } unknown)
            return line.Error($": unknown {whose}action: '{unknown}'");
        return new ControlsAcl(actions, line[1] == "allow", line[2] == "group", NamesIn(line.Arguments.Skip(3)));
    }

    /// <summary>Reads <c>allow|deny user|group list</c>, the form of ControlsSocketACL, whose words may be in any case.</summary>
    public static Parsed<ControlsAcl?> ParseForSocket(DirectiveLine line)
    {
        var (kind, whom) = (line[0].ToLowerInvariant(), line[1].ToLowerInvariant());
        if (kind is not ("allow" or "deny"))
            return line.Error("first parameter must be either 'allow' or 'deny'");
        return whom is "user" or "group"
            ? new ControlsAcl([All], kind == "allow", whom == "group", NamesIn(line.Arguments.Skip(2)))
            : line.Error("second parameter must be either 'user' or 'group'");
    }

    /// <summary>
    /// Whether the lines let a client in: the last line about users or the last one about groups must. Null when none is about the action.
    /// </summary>
    /// <param name="lines">In the order of the file.</param>
    /// <param name="action">What the client asks for; null for the socket itself.</param>
    /// <param name="client">The client.</param>
    public static bool? Admits(IEnumerable<ControlsAcl> lines, string? action, ControlsClient client)
    {
        var concerned = lines.Where(acl => action is null || acl.Actions.Contains(All) || acl.Actions.Contains(action)).ToList();
        var users = concerned.FindLast(acl => !acl.IsForGroups);
        var groups = concerned.FindLast(acl => acl.IsForGroups);
        return users is null && groups is null ? null : users?.Admits(client.User) == true || groups?.Admits(client.Group) == true;
    }

    bool Admits(string name) => (Names.Contains("*") || Names.Contains(name)) == Allows;

    static string[] NamesIn(IEnumerable<string> words) => [.. words.SelectMany(word => word.Split(','))];
}
