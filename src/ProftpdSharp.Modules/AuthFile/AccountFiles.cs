using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>AuthUserFile, AuthGroupFile and AuthFileOptions.</summary>
static class AccountFiles
{
    public static readonly Feature Feature = new("account files");

    public static readonly Directive<AuthFileOption> AuthFileOptions = Feature.Directive(
        new Directive<AuthFileOption>("AuthFileOptions", Contexts.ServerWide, ParseOptions, AuthFileOption.None)
        {
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<AccountFile?> AuthUserFile = Feature.Directive(
        new Directive<AccountFile?>("AuthUserFile", Contexts.ServerWide, ParseUserFile, null)
        {
            MaxArguments = 7,
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<AccountFile?> AuthGroupFile = Feature.Directive(
        new Directive<AccountFile?>("AuthGroupFile", Contexts.ServerWide, ParseGroupFile, null)
        {
            MaxArguments = 5,
            WrongCount = "wrong number of parameters",
        });

    static AccountFiles() => Feature.SessionStart(AddSource);

    static ValueTask AddSource(Session session)
    {
        AuthTable.Of(session).Add(new FileSource(session));
        return default;
    }

    static Parsed<AuthFileOption> ParseOptions(DirectiveLine line)
    {
        var options = AuthFileOption.None;
        foreach (var word in line.Arguments)
        {
            if (word is not (nameof(AuthFileOption.InsecurePerms) or nameof(AuthFileOption.SyntaxCheck)))
                return line.Error($": unknown AuthFileOption '{word}'");
            options |= word == nameof(AuthFileOption.SyntaxCheck) ? AuthFileOption.SyntaxCheck : AuthFileOption.InsecurePerms;
        }
        return options;
    }

    static Parsed<AccountFile?> ParseUserFile(DirectiveLine line) => Parse(line, isGroups: false);

    static Parsed<AccountFile?> ParseGroupFile(DirectiveLine line) => Parse(line, isGroups: true);

    static Parsed<AccountFile?> Parse(DirectiveLine line, bool isGroups)
    {
        var name = line.Directive.Name;
        if (!line[0].StartsWith('/'))
            return line.Error($"unable to use relative path for {name} '{line[0]}'.");
        // Upstream keeps the options in one variable, so only those of earlier lines count, wherever they stand.
        var options = line.Earlier(AuthFileOptions).Aggregate(AuthFileOption.None, (all, record) => all | record.Value);
        if (AccountFileCheck.Run(line, line[0], options, isGroups) is { } error)
            return line.Error($"unable to use {line[0]}: {error.Describe()}");
        var file = new AccountFile(line[0]);
        for (var i = 1; i < line.Count; i += 2)
        {
            var restricted = Restrict(line, file, i, isGroups);
            if (!restricted.HasValue)
                return restricted;
            file = restricted.Value!;
        }
        return file;
    }

    static Parsed<AccountFile?> Restrict(DirectiveLine line, AccountFile file, int index, bool isGroups)
    {
        var kind = line[index].ToLowerInvariant();
        if (kind is not ("id" or "name") && (kind != "home" || isGroups))
            return line.Error($": unknown restriction '{line[index]}'");
        if (index + 1 == line.Count)
            return line.WrongNumberOfParameters;
        if (kind == "id")
            return Range(line, line[index + 1]).Then<AccountFile?>(ids => file with { Ids = ids });
        return Filter(line, line[index + 1]).Then<AccountFile?>(filter => kind == "name" ? file with { Name = filter } : file with { Home = filter });
    }

    static Parsed<IdRange> Range(DirectiveLine line, string word)
    {
        var dash = word.IndexOf('-');
        if (dash < 0)
            return line.Error("badly formatted ID restriction parameter");
        if (Number(word[..dash]) is not { } least)
            return line.Error("badly formatted minimum ID");
        if (Number(word[(dash + 1)..]) is not { } most)
            return line.Error("badly formatted maximum ID");
        return least > most ? line.Error("minimum cannot be larger than maximum") : new IdRange(least, most);
    }

    /// <summary>strtoul with its end checked: an empty text is 0.</summary>
    static uint? Number(string digits) =>
        digits.Length == 0 ? 0 : uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static Parsed<AccountFilter> Filter(DirectiveLine line, string word)
    {
        var isNegated = word.StartsWith('!');
        var pattern = isNegated ? word[1..] : word;
        return RegularExpression.TryCompile(pattern, false, out var compiled, out var error)
            ? new AccountFilter(compiled, isNegated)
            : line.Error($"'{pattern}' failed regex compilation: {error.Text}");
    }
}
