using System.Globalization;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Site;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>SITE UTIME, in both forms: <c>time path</c>, and <c>path access modification creation UTC</c>.</summary>
static class SetTimes
{
    const int WordsOfLongForm = 5;
    const int DigitsToMinutes = 12;
    const int DigitsToSeconds = 14;

    public static readonly Feature Feature = SubCommand.Feature("UTIME", SetAsync, "YYYYMMDDhhmm[ss] <sp> path");

    static async ValueTask<Outcome> SetAsync(Session session, Command command)
    {
        if (command.Words.Count < 2)
            return Outcome.Declined;
        // Of a time in front the length is looked at before anything else.
        if (!IsLong(command.Words) && command.Words[0].Length is not (DigitsToMinutes or DigitsToSeconds))
            return Invalid(session, command);
        var (path, times) = Arguments(command.Words);
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        if (times is null)
            return Invalid(session, command);
        var error = await session.Files.SetTimesAsync(decision.Path, times.Value.Access, times.Value.Modification);
        return SubCommand.Answer(session, command, error);
    }

    static Outcome Invalid(Session session, Command command) => session.Fail(500, $"{command.LineArgument}: {Errno.EINVAL.Describe()}");

    static bool IsLong(IReadOnlyList<string> words) => words.Count >= WordsOfLongForm && words[^1].Equals("UTC", StringComparison.OrdinalIgnoreCase);

    static (string Path, (FileTime Access, FileTime Modification)? Times) Arguments(IReadOnlyList<string> words)
    {
        if (IsLong(words))
        {
            var path = SiteCommands.PathOf(words.SkipLast(WordsOfLongForm - 1));
            return (path, Parse(words[^4]) is { } access && Parse(words[^3]) is { } modification && Parse(words[^2]) is not null ? (access, modification) : null);
        }
        return (SiteCommands.PathOf(words.Skip(1)), Parse(words[0]) is { } time ? (time, time) : null);
    }

    /// <summary>YYYYMMDDhhmm, with or without ss, in UTC; month and day may be 0, as upstream has it.</summary>
    static FileTime? Parse(string digits)
    {
        if (digits.Length is not (DigitsToMinutes or DigitsToSeconds) || !digits.All(char.IsAsciiDigit))
            return null;
        int Field(int start, int length = 2) => int.Parse(digits.AsSpan(start, length), CultureInfo.InvariantCulture);
        var (year, month, day) = (Field(0, 4), Field(4), Field(6));
        var (hour, minute, second) = (Field(8), Field(10), digits.Length == DigitsToSeconds ? Field(12) : 0);
        if (year is < 2 or > 9998 || month > 12 || day > 31 || hour > 24 || minute > 60 || second > 61)
            return null;
        return FileTime.OfFields(year, month, day, hour, minute, second);
    }
}
