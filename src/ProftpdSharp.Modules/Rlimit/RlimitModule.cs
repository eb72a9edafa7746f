using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Rlimit;

/// <summary>A soft and a hard limit; <see cref="ulong.MaxValue"/> is none.</summary>
public readonly record struct ResourceLimit(ulong Soft, ulong Hard);

/// <summary>
/// mod_rlimit. RLimitChroot guards /etc and /lib of a jail. The other limits are for upstream's processes: here one process serves all sessions, and
/// they ask for nothing (docs/differences.md).
/// </summary>
public static class RlimitModule
{
    static readonly Feature Limits = new("resource limits");

    public static readonly Directive<bool> RLimitChroot = Limits.Directive(
        new Directive<bool>("RLimitChroot", Contexts.ServerWide, Values.Boolean, true));

    public static readonly Directive<ResourceLimit?> RLimitCpu = Limits.Directive(Limit("RLimitCPU"));

    public static readonly Directive<ResourceLimit?> RLimitMemory = Limits.Directive(Limit("RLimitMemory"));

    public static readonly Directive<ResourceLimit?> RLimitOpenFiles = Limits.Directive(Limit("RLimitOpenFiles"));

    public static readonly Module Module = new("mod_rlimit", "1.0", Limits);

    static RlimitModule() => Limits.SessionStart(session =>
    {
        session.Files.GuardsSensitivePaths = session.Server.Root.Get(RLimitChroot);
        return ValueTask.CompletedTask;
    });

    static Directive<ResourceLimit?> Limit(string name) => new(name, Contexts.ServerWide, ParseLimit, null)
    {
        WrongCount = "wrong number of parameters",
    };

    static Parsed<ResourceLimit?> ParseLimit(DirectiveLine line)
    {
        var scoped = line[0].ToLowerInvariant() is "daemon" or "session";
        if (line.Count > 3)
            return line.WrongNumberOfParameters;
        var values = line.Arguments.Skip(scoped ? 1 : 0).Take(2).Select(word => Value(word, line.Directive == RLimitMemory)).ToList();
        if (values.Contains(null))
            return line.Error("badly formatted argument");
        return values.Count == 0 ? (ResourceLimit?)null : new ResourceLimit(values[0]!.Value, values[^1]!.Value);
    }

    static ulong? Value(string word, bool isSize)
    {
        if (word.ToLowerInvariant() is "max" or "unlimited")
            return ulong.MaxValue;
        var shift = isSize && word.Length > 0 ? Shift(word[^1]) : 0;
        var digits = isSize && word.Length > 0 && char.IsAsciiLetter(word[^1]) ? word[..^1] : word;
        if (shift < 0 || (digits.Length == 0 && !isSize ? 0 : Values.WholeNumber(digits)) is not { } number)
            return null;
        return number < 0 ? ulong.MaxValue : (ulong)number << shift;
    }

    static int Shift(char unit) => char.ToUpperInvariant(unit) switch
    {
        'G' => 30,
        'M' => 20,
        'K' => 10,
        'B' or (>= '0' and <= '9') => 0,
        _ => -1,
    };
}
