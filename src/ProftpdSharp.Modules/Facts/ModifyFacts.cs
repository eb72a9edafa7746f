using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Facts;

/// <summary>MFMT and MFF (draft-somers-ftp-mfxx-04): facts that clients may change.</summary>
static class ModifyFacts
{
    public static readonly Feature Feature = new("MFMT MFF");

    static ModifyFacts()
    {
        Feature.Command("MFF", CommandGroup.Write, CommandClass.Write, Login.Required, ModifyAsync);
        Feature.Command("MFMT", CommandGroup.Write, CommandClass.Write, Login.Required, SetTimeAsync);
        Feature.Feat(static session => session.Server.Root.Get(FactsSettings.FactsAdvertise)
            ? ["MFF modify;UNIX.group;UNIX.mode;", "MFMT"]
            : []);
    }

    static async ValueTask<Outcome> SetTimeAsync(Session session, Command command)
    {
        if (Split(command) is not var (time, path))
            return Incomplete(session, command);
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Lexical);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        var digits = FactTime.WithoutFraction(time);
        if (!FactTime.IsLongEnough(digits))
            return session.Fail(501, $"{time}: {Errno.EINVAL.Describe()}");
        var error = FactTime.Parse(digits) is { } modified
            ? await session.Files.SetTimesAsync(AsGiven(session, path), FileTime.Unchanged, modified)
            : Errno.EINVAL;
        return error == Errno.None
            ? session.Succeed(213, $"Modify={digits}; {path}")
            : Failed(session, path, error);
    }

    static async ValueTask<Outcome> ModifyAsync(Session session, Command command)
    {
        if (Split(command) is not var (facts, path))
            return Incomplete(session, command);
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Lexical);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        if (!facts.EndsWith(';'))
            return session.Fail(550, $"{facts}: {Errno.EINVAL.Describe()}");
        var changes = facts[..^1].Split(';').Select(FactChange.Of).ToList();
        if (changes.Find(change => !change.IsPossible) is { } impossible)
            return session.Fail(504, $"Cannot modify fact '{impossible.Text}'");
        foreach (var change in changes)
        {
            if (change.HasOddTime)
                return session.Fail(501, $"{change.Value}: {Errno.EINVAL.Describe()}");
            var error = await ApplyAsync(session, AsGiven(session, path), change);
            if (error != Errno.None)
                return Failed(session, path, error);
        }
        return session.Succeed(213, $"{Echo(changes)} {path}");
    }

    /// <summary>What was asked for; as upstream, it ends where a time has a fraction.</summary>
    static string Echo(List<FactChange> changes)
    {
        var cut = changes.FindIndex(change => change.Fact == Fact.Modify && change.Value.Contains('.'));
        if (cut < 0)
            return string.Concat(changes.Select(change => $"{change.Text};"));
        return string.Concat(changes.Take(cut).Select(change => $"{change.Text};")) + FactTime.WithoutFraction(changes[cut].Text);
    }

    /// <summary>The first word, and what stands behind the first blank, which is no tab; null without two words or a blank.</summary>
    static (string First, string Path)? Split(Command command) =>
        command.Words.Count > 1 && command.Argument.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var blank
            ? (command.Words[0], command.Argument[(blank + 1)..])
            : null;

    static Outcome Incomplete(Session session, Command command) =>
        session.Fail(501, command.Words.Count < 2 ? "Invalid number of parameters" : "Invalid command syntax");

    /// <summary>The path with its dots: rules are asked about what it looks like, the kernel follows it as it is.</summary>
    static string AsGiven(Session session, string path) => path.StartsWith('/') ? path : $"{session.WorkingDirectory}/{path}";

    /// <summary>Upstream's 550 is for what is not there, 501 for all else.</summary>
    static Outcome Failed(Session session, string path, Errno error) =>
        session.Fail(error == Errno.ENOENT ? 550 : 501, $"{path}: {error.Describe()}");

    static async ValueTask<Errno> ApplyAsync(Session session, string path, FactChange change)
    {
        switch (change.Fact)
        {
            case Fact.Modify:
                return FactTime.Parse(FactTime.WithoutFraction(change.Value)) is { } time
                    ? await session.Files.SetTimesAsync(path, FileTime.Unchanged, time)
                    : Errno.EINVAL;
            case Fact.UnixMode:
                return change.Mode is { } mode ? await session.Files.ChangeModeAsync(path, mode) : Errno.EINVAL;
            default:
                // Nothing is a number in C: 0.
                return await Ownership.FindGroupAsync(session, change.Value.Length == 0 ? "0" : change.Value) is { } gid
                    ? await session.Files.ChangeOwnerAsync(path, SessionFiles.UnchangedOwner, gid)
                    : Errno.EINVAL;
        }
    }
}

/// <summary>One <c>name=value</c> of MFF.</summary>
sealed record FactChange(string Text, Fact Fact, string Value)
{
    const Fact Possible = Fact.Modify | Fact.UnixMode | Fact.UnixGroup | Fact.UnixGroupName;

    public bool IsPossible => (Fact & Possible) != 0;

    /// <summary>A time that is too short, which upstream names by itself.</summary>
    public bool HasOddTime => Fact == Fact.Modify && !FactTime.IsLongEnough(FactTime.WithoutFraction(Value));

    /// <summary>The twelve permission bits; null when the value is no octal number as C reads one, where a sign may stand in front.</summary>
    public uint? Mode
    {
        get
        {
            var digits = Value is ['+' or '-', _, ..] ? Value[1..] : Value;
            if (digits.Any(digit => digit is < '0' or > '7'))
                return null;
            var mode = digits.Aggregate(0u, (mode, digit) => (mode << 3) | (uint)(digit - '0'));
            return (Value.StartsWith('-') ? 0 - mode : mode) & 0xfff;
        }
    }

    public static FactChange Of(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, Fact.None, "") : new(text, FactNames.Find(text[..equals]), text[(equals + 1)..]);
    }
}
