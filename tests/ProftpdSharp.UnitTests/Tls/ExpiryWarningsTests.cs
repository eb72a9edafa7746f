using ProftpdSharp.Tls.ServerContexts;
using Xunit;

namespace ProftpdSharp.UnitTests.Tls;

public sealed class ExpiryWarningsTests
{
    static readonly DateTimeOffset End = new(2030, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_of_30_14_7_and_1_days_is_said_once()
    {
        var warnings = new ExpiryWarnings();
        var said = new List<string>();
        for (var hours = 40 * 24; hours > -24; hours--)
            said.AddRange(warnings.Due([("/cert.pem", End)], End - TimeSpan.FromHours(hours)));

        Assert.Equal(
            ((string[])["30 days", "14 days", "7 days", "1 day"])
                .Select(left => $"mod_tls/2.9.2: certificate '/cert.pem': expires in {left} (on Jun 30 12:00:00 2030 GMT)"),
            said);
    }

    [Fact]
    public void A_renewed_certificate_is_warned_about_anew()
    {
        var warnings = new ExpiryWarnings();
        Assert.Single(warnings.Due([("/cert.pem", End)], End - TimeSpan.FromHours(2)), line => line.Contains("less than a day", StringComparison.Ordinal));
        var renewed = End + TimeSpan.FromDays(90);
        Assert.Empty(warnings.Due([("/cert.pem", renewed)], End));
        Assert.Single(warnings.Due([("/cert.pem", renewed)], renewed - TimeSpan.FromDays(20)));
    }
}
