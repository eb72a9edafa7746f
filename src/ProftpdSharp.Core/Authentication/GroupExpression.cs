using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Authentication;

/// <summary>The groups that a DefaultRoot or DefaultChdir is for: all that are named, none that is negated by <c>!</c>.</summary>
public sealed class GroupExpression(IEnumerable<string> words)
{
    readonly string[] _groups = [.. words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries))];

    public bool Matches(LoginState login) => Array.TrueForAll(_groups, group =>
        group.StartsWith('!') ? !IsMember(login, group[1..]) : IsMember(login, group));

    static bool IsMember(LoginState login, string group) => login.GroupName == group || login.GroupNames.Contains(group);
}
