using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Authentication;

/// <summary>A name of User or Group, and its number where the system knows one.</summary>
public sealed record ConfiguredId(string Name, uint? Id);

/// <summary>User and Group: who the server is before a login, and who an Anonymous section's users are.</summary>
public static class ServerIdentity
{
    public static readonly Feature Feature = new("User and Group");

    /// <summary>In an Anonymous section also the name by which it is logged into; the number of an unknown user is null there.</summary>
    public static readonly Directive<ConfiguredId> User = Feature.Directive(
        new Directive<ConfiguredId>("User", Contexts.AndAnonymous, ParseUser, new ConfiguredId("", null)));

    public static readonly Directive<ConfiguredId> Group = Feature.Directive(
        new Directive<ConfiguredId>("Group", Contexts.AndAnonymous, ParseGroup, new ConfiguredId("", null)));

    /// <summary>The identity of file access before a login. A server that was not started as root stays who it is; without User it stays root.</summary>
    /// <param name="configuration">The main server's User and Group count.</param>
    public static FileIdentity Of(ServerConfiguration configuration)
    {
        var root = configuration.Main.Root;
        var user = root.Get(User);
        var uid = user.Id ?? Identity.EffectiveUser;
        var gid = root.Get(Group).Id ?? Identity.EffectiveGroup;
        return new FileIdentity(uid, gid, user.Id is null ? [gid] : GroupList.Of(user.Name, gid));
    }

    static Parsed<ConfiguredId> ParseUser(DirectiveLine line)
    {
        var id = SystemAccounts.FindUser(line[0])?.Uid;
        return id is null && line.Context != ConfigContext.Anonymous
            ? line.Error($"Unknown user '{line[0]}'")
            : new ConfiguredId(line[0], id);
    }

    static Parsed<ConfiguredId> ParseGroup(DirectiveLine line)
    {
        var id = SystemAccounts.FindGroup(line[0])?.Gid;
        return id is null && line.Context != ConfigContext.Anonymous
            ? line.Error($"Unknown group '{line[0]}'")
            : new ConfiguredId(line[0], id);
    }
}
