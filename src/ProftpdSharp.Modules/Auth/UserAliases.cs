using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>A name for another name.</summary>
readonly record struct Alias(string Name, string RealName);

/// <summary>From the name given with USER to an account: UserAlias, AuthAliasOnly and which Anonymous section is meant.</summary>
static class UserAliases
{
    public static readonly Feature Feature = new("aliases");

    public static readonly Directive<Alias> UserAlias = Feature.Directive(
        new Directive<Alias>("UserAlias", Contexts.AndAnonymous, line => new Alias(line[0], line[1]), default) { MinArguments = 2 });

    /// <summary>Only names of UserAlias may log in. What counts for real logins is the first one found, Anonymous sections first.</summary>
    public static readonly Directive<bool> AuthAliasOnly = Feature.Directive(
        new Directive<bool>("AuthAliasOnly", Contexts.AndAnonymous, Values.Boolean, false, MergeRule.Down));

    /// <summary>With AnonRequirePassword: the password is that of the alias itself.</summary>
    public static readonly Directive<bool> AuthUsingAlias = Feature.Directive(
        new Directive<bool>("AuthUsingAlias", ConfigContext.Anonymous, Values.Boolean, false));

    public static LoginTarget Find(Session session, string name)
    {
        var root = session.Server.Root;
        if (FindAlias(root, name) is { } alias)
        {
            var anonymous = alias.Section.Kind == SectionKind.Anonymous ? alias.Section : FindAnonymous(root, alias.RealName);
            return new LoginTarget(alias.RealName, anonymous, IsAlias: true, IsRefused: false);
        }
        var aliasesOnly = Scopes(root).Select(scope => scope.Find(AuthAliasOnly)).FirstOrDefault(record => record is not null)?.Value == true;
        var section = Anonymous(root, name).FirstOrDefault(section => !aliasesOnly || !section.Get(AuthAliasOnly));
        return new LoginTarget(name, section, IsAlias: false, IsRefused: aliasesOnly && section is null);
    }

    /// <summary>The first alias in list order, those of Anonymous sections before the server's own.</summary>
    static (ConfigScope Section, string RealName)? FindAlias(ConfigScope root, string name)
    {
        foreach (var scope in Scopes(root))
        {
            // Upstream: AuthAliasOnly off, written out or merged, switches the aliases of an Anonymous section off.
            if (scope.Kind == SectionKind.Anonymous && scope.Find(AuthAliasOnly)?.Value == false)
                continue;
            foreach (var record in scope.All(UserAlias))
            {
                if (record.Value.Name == name || record.Value.Name == "*")
                    return (scope, record.Value.RealName);
            }
        }
        return null;
    }

    static ConfigScope? FindAnonymous(ConfigScope root, string user) => Anonymous(root, user).FirstOrDefault();

    static IEnumerable<ConfigScope> Anonymous(ConfigScope root, string user) =>
        root.SectionsOf(SectionKind.Anonymous).Where(section => section.Find(ServerIdentity.User)?.Value.Name == user);

    static IEnumerable<ConfigScope> Scopes(ConfigScope root) => root.SectionsOf(SectionKind.Anonymous).Append(root);
}
