using ProftpdSharp.Core.Display;
using ProftpdSharp.UnitTests.Authentication;
using Xunit;

namespace ProftpdSharp.UnitTests.Display;

public sealed class DisplayVariablesTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100%", "100%")]
    [InlineData("%q %", "%q %")]
    [InlineData("%%U", "%")]
    [InlineData("%{env:NO_SUCH_VARIABLE}", "(none)")]
    [InlineData("%{nonsense}!", "(none)!")]
    [InlineData("%{unclosed", "%{unclosed")]
    [InlineData("%C", "/here")]
    [InlineData("%E", "boss@example.com")]
    [InlineData("%F %f", "0 0B")]
    [InlineData("%i %o %t %K %k", "0 0 0 0 0B")]
    [InlineData("%M", "7")]
    [InlineData("%N", "2")]
    [InlineData("%R", "192.0.2.1")]
    [InlineData("%u", "UNKNOWN")]
    [InlineData("%V", "Unit test")]
    [InlineData("%x %y %z", "near 0 3")]
    [InlineData("%{total_bytes_in} %{total_files_xfer}", "0 0")]
    [InlineData("%{time:%Y}", "2024")]
    [InlineData("%T", "Thu Feb 29 13:14:15 2024")]
    public void Variables_are_filled_in(string line, string expected)
    {
        using var sessions = new AuthSessions(
            "ServerName \"Unit test\"\nServerAdmin boss@example.com\nMaxClients 7\nMaxClientsPerClass near 3", new LeapDay());
        sessions.Connect();
        var session = sessions.Connect(className: "near");
        if (line == "%C")
        {
            session.Login = AuthSessions.LoginOf("ann");
            session.WorkingDirectory = "/here";
        }

        Assert.Equal(expected, Filled(session, line));
    }

    [Fact]
    public void Names_are_those_of_the_login()
    {
        using var sessions = new AuthSessions("");
        var session = sessions.Connect();
        Assert.Equal("[] (none) (unknown)", Filled(session, "[%U] %C %x"));

        session.Login = AuthSessions.LoginOf("ann");

        Assert.Equal("[ann]", Filled(session, "[%U]"));
    }

    static string Filled(ProftpdSharp.Core.Sessions.Session session, string line) => new DisplayVariables(session, default).Fill(line);

    sealed class LeapDay : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 13, 14, 15, TimeSpan.Zero);
    }
}
