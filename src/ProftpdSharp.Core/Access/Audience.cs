using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Access;

/// <summary>What the names of an <see cref="Audience"/> name.</summary>
public enum AudienceKind
{
    Everybody,
    User,
    Group,
    Class,
}

/// <summary>For whom a line counts: everybody, or <c>user</c>, <c>group</c> or <c>class</c> and an expression.</summary>
/// <param name="Kind">What the names name.</param>
/// <param name="Names">Who that is; null for everybody.</param>
public sealed record Audience(AudienceKind Kind, NameList? Names)
{
    public static readonly Audience Everybody = new(AudienceKind.Everybody, null);

    /// <summary>Whether a client belongs to it.</summary>
    public bool Includes(LimitSubject who) => Kind switch
    {
        AudienceKind.User => Names!.Selects(who.User),
        AudienceKind.Group => Names!.Selects(who.Group, who.Groups),
        AudienceKind.Class => Names!.Selects(who.Class ?? ""),
        _ => true,
    };

    /// <summary>Reads the classifier at an index of a line and the expression behind it; everybody where the line ends before. Null for an unknown classifier.</summary>
    public static Audience? Read(DirectiveLine line, int index)
    {
        if (line.Count <= index)
            return Everybody;
        return line[index].ToLowerInvariant() switch
        {
            "user" => new(AudienceKind.User, NameList.Of(NameLogic.Or, line[index + 1])),
            "group" => new(AudienceKind.Group, NameList.Of(NameLogic.And, line[index + 1])),
            "class" => new(AudienceKind.Class, NameList.Of(NameLogic.Or, line[index + 1])),
            _ => null,
        };
    }
}
