using ProftpdSharp.Configuration;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>A registry of upstream's whole table for the modules of Debian's core, typed where these tests look at values.</summary>
static class TestRegistry
{
    static readonly string[] AtStart =
    [
        "mod_core", "mod_xfer", "mod_rlimit", "mod_auth_unix", "mod_auth_file", "mod_auth", "mod_ls", "mod_log", "mod_site", "mod_delay",
        "mod_facts", "mod_ident", "mod_cap", "mod_dso", "mod_ctrls", "mod_lang", "mod_auth_pam", "mod_tls", "mod_ifsession", "mod_ifversion",
    ];

    /// <summary>Stays to be loaded by LoadModule.</summary>
    const string Loadable = "mod_copy";

    public static DirectiveRegistry Make()
    {
        var registry = new DirectiveRegistry();
        foreach (var module in AtStart.Append(Loadable))
        {
            var rows = UpstreamTable.Directives
                .Where(row => row.Module == module && registry.Find(row.Name) is null)
                .Select(row => TypedDirectives.Find(row.Name) ?? (Directive)Clone(row));
            registry.Add(module, [.. rows], loadedAtStart: module != Loadable);
        }

        return registry;
    }

    static Directive<IReadOnlyList<string>> Clone(Directive<IReadOnlyList<string>> row) =>
        new(row.Name, row.Contexts, Values.Words, [], row.Merge)
        {
            MinArguments = row.MinArguments,
            MaxArguments = row.MaxArguments,
            WrongCount = row.WrongCount,
            CheckOrder = row.CheckOrder,
            Storage = row.Storage,
        };
}
