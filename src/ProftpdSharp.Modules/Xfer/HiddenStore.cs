using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>The name under which an upload grows: what stands before and behind the file's own. <c>%P</c> is the session's number.</summary>
public sealed record HiddenStoreName(string Prefix, string Suffix);

/// <summary>HiddenStores: an upload grows under a name of its own and gets the file's when it is whole. Only STOR does so.</summary>
static class HiddenStore
{
    public static readonly Feature Feature = new("HiddenStores");

    public static readonly Directive<HiddenStoreName?> HiddenStores = Feature.Directive(
        new Directive<HiddenStoreName?>("HiddenStores", Contexts.AndDirectory, Parse, null, MergeRule.Down));

    /// <summary>Where an upload grows; null where it does so under its own name.</summary>
    public static string? PathOf(Session session, AccessDecision decision)
    {
        if (decision.Scope.Get(HiddenStores) is not { } name)
            return null;
        var number = session.Number.ToString(CultureInfo.InvariantCulture);
        var (prefix, suffix) = (name.Prefix.Replace("%P", number, StringComparison.Ordinal), name.Suffix.Replace("%P", number, StringComparison.Ordinal));
        return VirtualPath.Combine(VirtualPath.Parent(decision.RealPath), prefix + VirtualPath.Name(decision.RealPath) + suffix);
    }

    /// <summary>Why an upload may not grow there; null when it may.</summary>
    public static async ValueTask<string?> ObstacleAsync(Session session, string argument, string path)
    {
        var status = await session.Files.LinkStatusAsync(path);
        if (status.Ok)
            return $"{argument}: Temporary hidden file {path} already exists";
        return status.Error == Errno.ENOENT ? null : $"{argument}: {status.Error.Describe()}";
    }

    /// <summary>Gives the file its name; null when it has it, else the reply.</summary>
    public static async ValueTask<string?> RevealAsync(Session session, string path, string target)
    {
        var error = await session.Files.RenameAsync(path, target);
        if (error == Errno.None)
            return null;
        session.Log.Warning($"Rename of {path} to {target} failed: {error.Describe()}.");
        await session.Files.UnlinkAsync(path);
        return $"{target}: Rename of hidden file {path} failed: {error.Describe()}";
    }

    /// <summary>Two words are taken as they are; one has a full stop on either side, unless it was written with both.</summary>
    static Parsed<HiddenStoreName?> Parse(DirectiveLine line)
    {
        if (line.Count > 1)
            return new HiddenStoreName(line[0], line[1]);
        return Values.AsBoolean(line[0]) switch
        {
            true => new HiddenStoreName(".in.", "."),
            false => (HiddenStoreName?)null,
            null when line[0].StartsWith('.') && line[0].EndsWith('.') => new HiddenStoreName(line[0], "."),
            null => new HiddenStoreName($".{line[0]}.", "."),
        };
    }
}
