using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Authentication;

/// <summary>AnonAllowRobots: search engines that log in as anonymous users find a robots.txt that sends them away where there is none.</summary>
public static class AnonymousRobots
{
    const string Place = "/robots.txt";

    public static readonly Feature Feature = new("robots.txt");

    public static readonly Directive<bool> AnonAllowRobots = Feature.Directive(
        new Directive<bool>("AnonAllowRobots", ConfigContext.Anonymous, Values.Boolean, false));

    static ReadOnlySpan<byte> Content => "User-agent: *\nDisallow: /\n"u8;

    /// <summary>Whether our file stands in for one that is missing.</summary>
    /// <param name="session">Whose download.</param>
    /// <param name="path">Absolute inside the jail.</param>
    public static bool StandsIn(Session session, string path) =>
        path.Equals(Place, StringComparison.OrdinalIgnoreCase) && session.Anonymous is { } anonymous && !anonymous.Get(AnonAllowRobots);

    /// <summary>Our file, in memory.</summary>
    public static Task<Result<OpenFile>> OpenAsync(Session session) => session.Host.NameWorkers.RunAsync(Open);

    static Result<OpenFile> Open()
    {
        var made = Files.InMemory("robots.txt");
        if (!made.Ok)
            return made.Error;
        var written = Files.Pwrite(made.Value, Content, 0);
        var status = Files.Fstat(made.Value);
        if (written.Ok && status.Ok)
            return new OpenFile(made.Value, status.Value);
        made.Value.Dispose();
        return written.Ok ? status.Error : written.Error;
    }
}
