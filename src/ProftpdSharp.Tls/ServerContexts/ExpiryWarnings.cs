using System.Globalization;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Says 30, 14, 7 and 1 days before that a certificate of the server expires: once for each of these, however often it is asked.</summary>
sealed class ExpiryWarnings(ContextSettings settings)
{
    static readonly int[] Days = [1, 7, 14, 30];
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    readonly Dictionary<string, int> _said = [];
    DateTimeOffset _due;

    /// <summary>Writes what there is to say and was not said yet. Callers take turns.</summary>
    public void Log(ServerLog log)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (now < _due)
            return;
        _due = now + Pause;
        foreach (var (path, step, text) in Warnings(settings.CertificateFiles))
        {
            if (_said.GetValueOrDefault(path, int.MaxValue) > step)
                log.Write(LogLevel.Notice, null, text);
            _said[path] = step;
        }
    }

    /// <summary>The warnings about these files at this moment.</summary>
    /// <returns>The file, for how many days the warning stands, and the line.</returns>
    public static IEnumerable<(string Path, int Step, string Text)> Warnings(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            using var certificate = PemFile.ReadCertificate(path, out _);
            if (certificate is null || certificate.TimeLeft < TimeSpan.Zero)
                continue;
            var left = certificate.TimeLeft.TotalDays;
            if (Days.FirstOrDefault(step => left <= step) is > 0 and var found)
                yield return (path, found, $"{Upstream.Label}: certificate '{path}': expires in {Text((int)left)} (on {certificate.NotAfter})");
        }
    }

    static string Text(int days) => days switch
    {
        0 => "less than a day",
        1 => "1 day",
        _ => days.ToString(CultureInfo.InvariantCulture) + " days",
    };
}
