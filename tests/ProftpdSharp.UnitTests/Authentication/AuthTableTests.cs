using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Sessions;
using Xunit;

namespace ProftpdSharp.UnitTests.Authentication;

public sealed class AuthTableTests
{
    static readonly UserEntry Ann = new("ann", 1, 1, "/", "/bin/sh");

    [Theory]
    [InlineData("", "a")]
    [InlineData("AuthOrder mod_b.c mod_a.c", "b")]
    [InlineData("AuthOrder mod_b.c", "b")]
    [InlineData("AuthOrder mod_nosuch.c mod_b.c", "b")]
    [InlineData("AuthOrder mod_nosuch.c", null)]
    public async Task The_first_in_order_that_knows_the_user_answers(string configuration, string? expected)
    {
        using var sessions = new AuthSessions(configuration);
        var session = sessions.Connect();
        Add(session, new Source("mod_a") { Home = "a" }, new Source("mod_b") { Home = "b" });

        Assert.Equal(expected, (await FindAsync(session))?.Home);
    }

    [Theory]
    [InlineData("AuthOrder mod_a.c mod_b.c", "b")]
    [InlineData("AuthOrder mod_a.c* mod_b.c", null)]
    public async Task After_an_asterisk_nobody_is_asked_for_users(string configuration, string? expected)
    {
        using var sessions = new AuthSessions(configuration);
        var session = sessions.Connect();
        Add(session, new Source("mod_a"), new Source("mod_b") { Home = "b" });

        Assert.Equal(expected, (await FindAsync(session))?.Home);
    }

    [Theory]
    [InlineData("mod_a.c mod_b.c", AuthVerdict.Declined, AuthVerdict.Accepted, AuthVerdict.Accepted)]
    [InlineData("mod_a.c* mod_b.c", AuthVerdict.Declined, AuthVerdict.Accepted, AuthVerdict.BadPassword)]
    [InlineData("mod_a.c mod_b.c", AuthVerdict.BadPassword, AuthVerdict.Accepted, AuthVerdict.BadPassword)]
    [InlineData("mod_a.c mod_b.c", AuthVerdict.AccountDisabled, AuthVerdict.Accepted, AuthVerdict.AccountDisabled)]
    [InlineData("mod_a.c mod_b.c", AuthVerdict.Declined, AuthVerdict.Declined, AuthVerdict.Declined)]
    public async Task Who_knows_the_user_decides_about_the_password(string order, AuthVerdict first, AuthVerdict second, AuthVerdict expected)
    {
        using var sessions = new AuthSessions("AuthOrder " + order);
        var session = sessions.Connect();
        Add(session, new Source("mod_a") { Verdict = first }, new Source("mod_b") { Verdict = second });

        Assert.Equal(expected, await JudgeAsync(session));
    }

    [Theory]
    [InlineData("mod_b.c mod_pam.c", AuthVerdict.Accepted, AuthVerdict.BadPassword, AuthVerdict.Accepted)]
    [InlineData("mod_b.c mod_pam.c", AuthVerdict.BadPassword, AuthVerdict.Accepted, AuthVerdict.Accepted)]
    [InlineData("mod_b.c mod_pam.c*", AuthVerdict.AccountDisabled, AuthVerdict.Accepted, AuthVerdict.AccountDisabled)]
    [InlineData("mod_b.c mod_pam.c*", AuthVerdict.Declined, AuthVerdict.Accepted, AuthVerdict.Accepted)]
    [InlineData("mod_b.c mod_pam.c", AuthVerdict.Unavailable, AuthVerdict.Accepted, AuthVerdict.Unavailable)]
    [InlineData("mod_b.c", AuthVerdict.Accepted, AuthVerdict.BadPassword, AuthVerdict.BadPassword)]
    public async Task A_source_of_passwords_alone_is_asked_first_and_is_final_only_with_an_asterisk(
        string order, AuthVerdict passwords, AuthVerdict other, AuthVerdict expected)
    {
        using var sessions = new AuthSessions("AuthOrder " + order);
        var session = sessions.Connect();
        Add(session, new PasswordSource { Verdict = passwords }, new Source("mod_b") { Verdict = other });

        Assert.Equal(expected, await JudgeAsync(session));
    }

    [Fact]
    public async Task A_source_of_passwords_alone_is_not_asked_for_users()
    {
        using var sessions = new AuthSessions("AuthOrder mod_pam.c* mod_b.c");
        var session = sessions.Connect();
        Add(session, new PasswordSource(), new Source("mod_b") { Home = "b" });

        Assert.Equal("b", (await FindAsync(session))?.Home);
    }

    [Fact]
    public async Task A_module_that_adds_its_source_again_replaces_it_in_its_place()
    {
        using var sessions = new AuthSessions("");
        var session = sessions.Connect();
        Add(session, new Source("mod_a") { Home = "old" }, new Source("mod_b") { Home = "b" }, new Source("mod_a") { Home = "new" });

        Assert.Equal("new", (await FindAsync(session))?.Home);
    }

    static void Add(Session session, params AuthSource[] sources)
    {
        foreach (var source in sources)
            AuthTable.Of(session).Add(source);
    }

    static Task<UserEntry?> FindAsync(Session session) => AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync("ann"));

    static async Task<AuthVerdict> JudgeAsync(Session session)
    {
        using var password = new Password("secret");
        return await AuthTable.Of(session).AuthenticateAsync(session, Ann, password, null);
    }

    sealed class Source(string module) : AuthSource(module)
    {
        /// <summary>The home of the user that it knows; null when it knows none.</summary>
        public string? Home { get; init; }

        public AuthVerdict Verdict { get; init; }

        public override Task<UserEntry?> FindUserAsync(string name) => Task.FromResult(Home is null ? null : Ann with { Home = Home });

        public override Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash) => Task.FromResult(Verdict);
    }

    sealed class PasswordSource() : AuthSource("mod_pam")
    {
        public AuthVerdict Verdict { get; init; }

        public override bool HasAccounts => false;

        public override bool IsAuthoritative => false;

        public override Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash) => Task.FromResult(Verdict);
    }
}
