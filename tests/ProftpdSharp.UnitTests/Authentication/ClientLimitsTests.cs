using ProftpdSharp.Core.Authentication;
using Xunit;

namespace ProftpdSharp.UnitTests.Authentication;

public sealed class ClientLimitsTests
{
    [Fact]
    public void MaxClients_counts_logins_and_not_connections()
    {
        using var sessions = new AuthSessions("MaxClients 2");
        sessions.Connect();
        sessions.Connect();

        Assert.Null(sessions.Enter("ann"));
        Assert.Null(sessions.Enter("bob", "192.0.2.2"));
        Assert.Equal("Sorry, the maximum number of allowed clients (2) are already connected.", sessions.Enter("cat", "192.0.2.3"));
    }

    [Fact]
    public void MaxHostsPerUser_counts_the_hosts_of_one_user()
    {
        using var sessions = new AuthSessions("MaxHostsPerUser 1");

        Assert.Null(sessions.Enter("ann", "192.0.2.1"));
        Assert.Null(sessions.Enter("ann", "192.0.2.1"));
        Assert.Null(sessions.Enter("bob", "192.0.2.2"));
        Assert.Equal("Sorry, the maximum number of hosts (1) for this user are already connected.", sessions.Enter("ann", "192.0.2.2"));
    }

    [Fact]
    public void MaxClientsPerHost_counts_one_host_whoever_comes()
    {
        using var sessions = new AuthSessions("MaxClientsPerHost 1");

        Assert.Null(sessions.Enter("ann", "192.0.2.1"));
        Assert.Null(sessions.Enter("ann", "192.0.2.2"));
        Assert.Equal("Sorry, the maximum number of clients (1) from your host are already connected.", sessions.Enter("bob", "192.0.2.1"));
    }

    [Fact]
    public void MaxClientsPerUser_counts_one_user_wherever_from()
    {
        using var sessions = new AuthSessions("MaxClientsPerUser 1 \"%m of you, and %m again\"");

        Assert.Null(sessions.Enter("ann", "192.0.2.1"));
        Assert.Null(sessions.Enter("bob", "192.0.2.1"));
        Assert.Equal("1 of you, and 1 again", sessions.Enter("ann", "192.0.2.2"));
    }

    [Fact]
    public void MaxClientsPerClass_counts_the_class_alone()
    {
        using var sessions = new AuthSessions("MaxClientsPerClass near 1\nMaxClientsPerClass far none");

        Assert.Null(sessions.Enter("ann", className: "far"));
        Assert.Null(sessions.Enter("ann", className: "far"));
        Assert.Null(sessions.Enter("ann", className: "near"));
        Assert.Equal("Sorry, the maximum number of clients (1) from your class are already connected.", sessions.Enter("bob", className: "near"));
        Assert.Null(sessions.Enter("bob"));
    }

    [Fact]
    public void Who_is_refused_is_not_logged_in_and_does_not_count()
    {
        using var sessions = new AuthSessions("MaxClients 1");
        var first = sessions.Connect();
        Assert.Null(ClientLimits.TryEnter(first, AuthSessions.LoginOf("ann")));
        var second = sessions.Connect();
        Assert.NotNull(ClientLimits.TryEnter(second, AuthSessions.LoginOf("bob")));
        Assert.Null(second.Login);

        sessions.Host.Sessions.Remove(first);

        Assert.Null(ClientLimits.TryEnter(second, AuthSessions.LoginOf("bob")));
    }

    [Fact]
    public void Of_clients_that_come_at_once_no_more_get_in_than_may()
    {
        using var sessions = new AuthSessions("MaxClients 5");
        var waiting = Enumerable.Range(0, 40).Select(_ => sessions.Connect()).ToList();

        var admitted = waiting.AsParallel().WithDegreeOfParallelism(8)
            .Count(session => ClientLimits.TryEnter(session, AuthSessions.LoginOf("ann")) is null);

        Assert.Equal(5, admitted);
    }

    [Theory]
    [InlineData("MaxClients 1", false)]
    [InlineData("MaxConnectionsPerHost 1", true)]
    [InlineData("MaxConnectionsPerHost 2", false)]
    [InlineData("MaxConnectionsPerHost none", false)]
    public async Task MaxConnectionsPerHost_counts_connections_before_the_login(string configuration, bool isRefused)
    {
        using var sessions = new AuthSessions(configuration);
        sessions.Connect();
        sessions.Connect("192.0.2.2");
        var second = sessions.Connect();

        Assert.Equal(!isRefused, await ClientLimits.AdmitAsync(second));
        Assert.Equal(isRefused, second.Ending is not null);
    }
}
