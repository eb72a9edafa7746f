using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Readme;

/// <summary>mod_readme: DisplayReadme tells at login and in each directory when the files that match were last changed.</summary>
public static class ReadmeModule
{
    static readonly Feature Feature = new("DisplayReadme");

    /// <summary>A path or a pattern, relative to the working directory.</summary>
    public static readonly Directive<string?> DisplayReadme = Feature.Directive(
        new Directive<string?>("DisplayReadme", Contexts.AndAnonymous, line => Parsed.Of<string?>(line[0]), null, MergeRule.Down)
        {
            WrongCount = "syntax: DisplayReadme <filename-or-pattern>",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Module Module = new("mod_readme", null, Feature) { LoadedAtStart = false };

    static ReadmeModule()
    {
        Feature.On(Phase.Post, "PASS", (session, _) => TellAsync(session, 230));
        foreach (var verb in new[] { "CWD", "XCWD", "CDUP", "XCUP" })
            Feature.On(Phase.Post, verb, (session, _) => TellAsync(session, 250));
    }

    static async ValueTask<Outcome> TellAsync(Session session, int code)
    {
        if (!session.IsLoggedIn || session.TopScope.Get(DisplayReadme) is not { } pattern)
            return Outcome.Declined;
        var isFirst = code == 230;
        foreach (var path in (await PathGlob.ExpandAsync(session, pattern)).Order(StringComparer.Ordinal))
        {
            var status = await session.Files.StatusAsync(VirtualPath.Combine(session.WorkingDirectory, path));
            if (!status.Ok)
                continue;
            // What is told at login is parted from the greeting, which comes later and above.
            if (isFirst)
                session.Responses.AddBelow(code, "");
            isFirst = false;
            session.Responses.AddBelow(code, $"Please read the file {path}");
            session.Responses.AddBelow(code, "   " + Age(session, status.Value.Modified.ToDateTimeOffset()));
        }
        return Outcome.Declined;
    }

    static string Age(Session session, DateTimeOffset modified)
    {
        var clock = session.Host.Clock;
        var local = TimeZoneInfo.ConvertTime(modified, clock.LocalTimeZone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"it was last modified on {local:ddd MMM} {local.Day,2} {local:HH:mm:ss yyyy} - {(long)(clock.GetUtcNow() - modified).TotalDays} days ago");
    }
}
