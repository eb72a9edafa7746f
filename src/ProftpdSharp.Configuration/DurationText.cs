namespace ProftpdSharp.Configuration;

/// <summary>How durations are written (CONFIG.md section 4).</summary>
static class DurationText
{
    const string Invalid = "Invalid argument";
    const string OutOfRange = "Numerical result out of range";

    static readonly (string Suffix, int Seconds)[] Units =
        [("sec", 1), ("s", 1), ("min", 60), ("m", 60), ("hr", 3600), ("h", 3600)];

    /// <summary>Upstream looks at the end of the word for a unit and at its beginning for a number, and at nothing between: <c>1h30m</c> is a minute.</summary>
    public static TimeSpan? Parse(string word, out string error)
    {
        if (Clock(word) is { } clock)
            return InSeconds(clock.Min(), (clock[0] * 3600L) + (clock[1] * 60) + clock[2], out error);
        var number = CNumber.Read(word, 10, out var length);
        var (suffix, seconds) = Units.FirstOrDefault(unit => word.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase), (Suffix: "", Seconds: 1));
        if (length > 0 && (length == word.Length || suffix.Length > 0))
            return InSeconds(unchecked((int)number), (long)unchecked((int)number) * seconds, out error);
        error = Invalid;
        return null;
    }

    static TimeSpan? InSeconds(int least, long seconds, out string error)
    {
        error = least < 0 ? OutOfRange : "";
        return least < 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
    }

    /// <summary>Three numbers of at most two letters each, signs included, with colons between; what follows does not matter.</summary>
    static int[]? Clock(string word)
    {
        var fields = new int[3];
        var rest = word;
        for (var i = 0; i < fields.Length; i++)
        {
            rest = rest.TrimStart(Parsing.Words.BlankChars);
            fields[i] = (int)CNumber.Read(rest[..Math.Min(2, rest.Length)], 10, out var length);
            if (length == 0 || i < 2 && (rest.Length == length || rest[length] != ':'))
                return null;
            rest = i < 2 ? rest[(length + 1)..] : "";
        }

        return fields;
    }
}
