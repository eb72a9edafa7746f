using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Listing;

/// <summary>The clock that listings show; facts and MDTM are always in UTC (RFC 3659).</summary>
public static class ListingTime
{
    public static readonly Feature Feature = new("TimesGMT");

    public static readonly Directive<bool> TimesGmt = Feature.Directive(
        new Directive<bool>("TimesGMT", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    static readonly long Earliest = DateTimeOffset.MinValue.AddDays(1).ToUnixTimeSeconds();
    static readonly long Latest = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();

    /// <summary>A time as the session's listings show it: UTC, or the server's own zone with TimesGMT off.</summary>
    public static DateTime Show(Session session, FileTime time)
    {
        var utc = Utc(time);
        return session.TopScope.Get(TimesGmt) ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.Local);
    }

    /// <summary>A time in UTC; what lies outside the years 1 to 9999 becomes their end.</summary>
    public static DateTime Utc(FileTime time) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(time.Seconds, Earliest, Latest)).UtcDateTime;
}
