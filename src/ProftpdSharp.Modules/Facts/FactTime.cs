using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Facts;

/// <summary>Times as MFMT and MFF take them: YYYYMMDDHHMMSS in UTC, a fraction of a second allowed and ignored.</summary>
static class FactTime
{
    const int Length = 14;

    /// <summary>The digits without a fraction.</summary>
    public static string WithoutFraction(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? text : text[..dot];
    }

    /// <summary>As upstream, there may be more digits, and all of them are seconds.</summary>
    public static bool IsLongEnough(string text) => text.Length >= Length;

    /// <summary>Null when a field is out of its range. As upstream, the ranges are timegm(3)'s: 31 February is 3 March.</summary>
    public static FileTime? Parse(string digits)
    {
        if (!IsLongEnough(digits))
            return null;
        // As atoi(3) reads it: what follows the digits counts for nothing.
        int Field(int start, int length) => Values.Atoi(digits.Substring(start, length));
        var (year, month, day) = (Field(0, 4), Field(4, 2), Field(6, 2));
        var (hour, minute, second) = (Field(8, 2), Field(10, 2), Field(12, digits.Length - 12));
        if (year < 1970 || month is < 1 or > 12 || day is < 1 or > 31 || hour > 24 || minute > 60 || second > 61)
            return null;
        return FileTime.OfFields(year, month, day, hour, minute, second);
    }
}
