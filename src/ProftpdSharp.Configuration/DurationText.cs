using System.Globalization;

namespace ProftpdSharp.Configuration;

/// <summary>How durations are written (CONFIG.md section 4).</summary>
static class DurationText
{
    const string Invalid = "Invalid argument";
    const string OutOfRange = "Numerical result out of range";

    static readonly (string Suffix, int Seconds)[] Units =
        [("sec", 1), ("s", 1), ("min", 60), ("m", 60), ("hr", 3600), ("h", 3600)];

    public static TimeSpan? Parse(string word, out string error)
    {
        if (Clock(word) is { } clock)
        {
            error = "";
            return clock;
        }

        var (digits, unit) = Split(word);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
            return Fail(Invalid, out error);
        if (count < 0 || count > int.MaxValue / unit)
            return Fail(OutOfRange, out error);
        error = "";
        return TimeSpan.FromSeconds(count * unit);
    }

    static TimeSpan? Fail(string text, out string error)
    {
        error = text;
        return null;
    }

    static TimeSpan? Clock(string word)
    {
        var fields = word.Split(':');
        if (fields.Length != 3 || fields.Any(field => field.Length is 0 or > 2 || !field.All(char.IsAsciiDigit)))
            return null;
        var numbers = fields.Select(field => int.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new TimeSpan(numbers[0], numbers[1], numbers[2]);
    }

    static (string Digits, int Unit) Split(string word)
    {
        foreach (var (suffix, seconds) in Units)
        {
            if (word.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return (word[..^suffix.Length], seconds);
        }

        return (word, 1);
    }
}
