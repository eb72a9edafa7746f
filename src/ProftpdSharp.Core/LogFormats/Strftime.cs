using System.Globalization;
using System.Text;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>strftime(3) in the C locale, for <c>%{format}t</c>.</summary>
static class Strftime
{
    static readonly CultureInfo C = CultureInfo.InvariantCulture;

    /// <param name="format">Bytes with conversions; unknown ones stay as they are.</param>
    /// <param name="time">Local time, with its offset.</param>
    /// <param name="zone">Where the time zone's name comes from.</param>
    public static string Format(string format, DateTimeOffset time, TimeZoneInfo zone)
    {
        var text = new StringBuilder(format.Length * 2);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else
                text.Append(Convert(format[++i], time, zone) ?? $"%{format[i]}");
        }
        return text.ToString();
    }

    static string? Convert(char conversion, DateTimeOffset time, TimeZoneInfo zone) => conversion switch
    {
        'a' => time.ToString("ddd", C),
        'A' => time.ToString("dddd", C),
        'b' or 'h' => time.ToString("MMM", C),
        'B' => time.ToString("MMMM", C),
        'c' => Format("%a %b %e %H:%M:%S %Y", time, zone),
        'C' => Padded(time.Year / 100),
        'd' => Padded(time.Day),
        'D' or 'x' => time.ToString("MM/dd/yy", C),
        'e' => $"{time.Day,2}",
        'F' => time.ToString("yyyy-MM-dd", C),
        'g' => Padded(ISOWeek.GetYear(time.DateTime) % 100),
        'G' => ISOWeek.GetYear(time.DateTime).ToString("D4", C),
        'H' => Padded(time.Hour),
        'I' => Padded(TwelveHours(time)),
        'j' => time.DayOfYear.ToString("D3", C),
        'k' => $"{time.Hour,2}",
        'l' => $"{TwelveHours(time),2}",
        'm' => Padded(time.Month),
        'M' => Padded(time.Minute),
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'r' => Format("%I:%M:%S %p", time, zone),
        'R' => time.ToString("HH:mm", C),
        's' => time.ToUnixTimeSeconds().ToString(C),
        'S' => Padded(time.Second),
        't' => "\t",
        'T' or 'X' => time.ToString("HH:mm:ss", C),
        'u' => (time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek).ToString(C),
        'U' => Padded((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7),
        'V' => Padded(ISOWeek.GetWeekOfYear(time.DateTime)),
        'w' => ((int)time.DayOfWeek).ToString(C),
        'W' => Padded((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7),
        'y' => Padded(time.Year % 100),
        'Y' => time.Year.ToString(C),
        'z' => (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString("hhmm", C),
        'Z' => ZoneName(time, zone),
        '%' => "%",
        _ => null,
    };

    static string Padded(int number) => number.ToString("D2", C);

    static int TwelveHours(DateTimeOffset time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;

    static string ZoneName(DateTimeOffset time, TimeZoneInfo zone)
    {
        if (zone.Equals(TimeZoneInfo.Utc))
            return "UTC";
        return zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName;
    }
}
