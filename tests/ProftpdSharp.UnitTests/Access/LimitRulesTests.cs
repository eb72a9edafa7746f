using System.Net;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using Xunit;
using static ProftpdSharp.UnitTests.Access.AccessConfiguration;

namespace ProftpdSharp.UnitTests.Access;

/// <summary>The rules by which Limit sections decide, each as upstream 1.3.8 was seen to follow it.</summary>
public class LimitRulesTests
{
    [Theory]
    [InlineData("DenyAll", false)]
    [InlineData("AllowAll\nDenyAll", true)]
    [InlineData("DenyAll\nAllowAll", true)]
    [InlineData("Order deny,allow\nAllowAll\nDenyAll", false)]
    [InlineData("Order deny,allow\nAllowAll", true)]
    [InlineData("Order deny,allow", false)]
    [InlineData("Order allow,deny", true)]
    [InlineData("AllowUser ann\nDenyUser ann", true)]
    [InlineData("Order deny,allow\nAllowUser ann\nDenyUser ann", false)]
    [InlineData("Order deny,allow\nAllowUser bob", false)]
    [InlineData("Order deny,allow\nDenyUser bob\nAllowUser ann", true)]
    public void Order_says_who_is_asked_first_and_what_holds_in_doubt(string rules, bool allowed) => Expect(allowed, rules);

    [Theory]
    [InlineData("AllowUser bob", true)]
    [InlineData("AllowUser bob\nDenyAll", false)]
    [InlineData("AllowUser ann\nDenyAll", true)]
    [InlineData("AllowUser bob,ann\nDenyAll", true)]
    [InlineData("AllowUser bob ann\nDenyAll", true)]
    [InlineData("AllowUser bob\nAllowUser ann\nDenyAll", true)]
    [InlineData("AllowUser OR ann\nDenyAll", true)]
    [InlineData("AllowUser or bob,ann\nDenyAll", true)]
    [InlineData("AllowUser !bob\nDenyAll", true)]
    [InlineData("AllowUser !ann\nDenyAll", false)]
    [InlineData("AllowUser Ann\nDenyAll", false)]
    [InlineData("AllowUser a*\nDenyAll", false)]
    [InlineData("AllowUser regex ^a\nDenyAll", true)]
    [InlineData("AllowUser regex ^b\nDenyAll", false)]
    [InlineData("AllowUser ,\nDenyAll", true)]
    [InlineData("AllowUser \"\"\nDenyAll", false)]
    [InlineData("DenyUser ann", false)]
    [InlineData("DenyUser bob", true)]
    [InlineData("DenyUser !ann", true)]
    [InlineData("DenyUser !bob", false)]
    [InlineData("DenyUser ,", false)]
    public void User_lists_are_joined_by_or(string rules, bool allowed) => Expect(allowed, rules);

    [Theory]
    [InlineData("AllowGroup staff\nDenyAll", true)]
    [InlineData("AllowGroup web\nDenyAll", true)]
    [InlineData("AllowGroup staff,web\nDenyAll", true)]
    [InlineData("AllowGroup staff,other\nDenyAll", false)]
    [InlineData("AllowGroup OR other,web\nDenyAll", true)]
    [InlineData("AllowGroup staff,!other\nDenyAll", true)]
    [InlineData("AllowGroup !web\nDenyAll", false)]
    [InlineData("AllowGroup regex ^bo\nDenyAll", true)]
    [InlineData("DenyGroup staff,other", true)]
    [InlineData("DenyGroup OR staff,other", false)]
    [InlineData("DenyGroup !other", false)]
    public void Group_lists_are_joined_by_and(string rules, bool allowed) => Expect(allowed, rules);

    [Theory]
    [InlineData("AllowUser AND ann\nDenyAll", "ann", false)]
    [InlineData("AllowUser AND ann ann\nDenyAll", "ann", false)]
    [InlineData("AllowUser AND nobody\nDenyAll", "AND", true)]
    [InlineData("AllowUser and nobody\nDenyAll", "and", true)]
    [InlineData("AllowUser AND !ann nobody\nDenyAll", "AND", true)]
    [InlineData("AllowUser AND nobody !ann\nDenyAll", "AND", false)]
    [InlineData("AllowUser AND\nDenyAll", "AND", true)]
    [InlineData("AllowUser OR ann\nDenyAll", "OR", false)]
    [InlineData("AllowUser regex\nDenyAll", "regex", true)]
    public void Explicit_AND_takes_itself_for_a_name_and_loses_the_last_one(string rules, string user, bool allowed) =>
        Expect(allowed, rules, Ann with { User = user });

    [Theory]
    [InlineData("AllowClass home\nDenyAll", "home", true)]
    [InlineData("AllowClass !home\nDenyAll", "work", true)]
    [InlineData("AllowClass home,work\nDenyAll", "work", true)]
    [InlineData("AllowClass regex .\nDenyAll", "work", true)]
    [InlineData("AllowClass !home\nDenyAll", null, false)]
    [InlineData("AllowClass regex .\nDenyAll", null, false)]
    [InlineData("DenyClass home", "home", false)]
    [InlineData("DenyClass !home", null, true)]
    public void Client_without_a_class_is_in_no_list(string rules, string? name, bool allowed) => Expect(allowed, rules, Ann with { Class = name });

    [Theory]
    [InlineData("Allow from 192.0.2.7\nDenyAll", true)]
    [InlineData("Allow from 192.0.2.\nDenyAll", true)]
    [InlineData("Allow from 192.0.2.0/24\nDenyAll", true)]
    [InlineData("Allow from 192.0.3.0/24\nDenyAll", false)]
    [InlineData("Allow from 10.0.0.1,192.0.2.7\nDenyAll", true)]
    [InlineData("Allow from 10.0.0.1 192.0.2.7\nDenyAll", true)]
    [InlineData("Allow 10.0.0.1\nAllow from 192.0.2.7\nDenyAll", true)]
    [InlineData("Allow from all none\nDenyAll", true)]
    [InlineData("Allow from none\nDenyAll", false)]
    [InlineData("Allow from .example.net\nDenyAll", true)]
    [InlineData("Allow from PC*\nDenyAll", true)]
    [InlineData("Allow from pc7.example.net\nDenyAll", true)]
    [InlineData("Allow from PC7.example.net\nDenyAll", false)]
    [InlineData("Allow from 192.*\nDenyAll", true)]
    [InlineData("Deny from all", false)]
    [InlineData("Order deny,allow\nAllow from 192.0.2.7\nDeny from all", false)]
    [InlineData("Order deny,allow\nAllow from 192.0.2.7", true)]
    public void Address_lists_compare_addresses_and_names(string rules, bool allowed) => Expect(allowed, rules);

    [Theory]
    [InlineData("Allow from !10.0.0.1\nDenyAll", false)]
    [InlineData("Allow from 192.0.2.7,!10.0.0.1\nDenyAll", false)]
    [InlineData("Deny from !10.0.0.1", true)]
    [InlineData("Deny from 192.0.2.7,!10.0.0.1", true)]
    [InlineData("Deny from !other.net,192.0.2.7", true)]
    [InlineData("Deny from 192.0.2.7\nDeny from !10.0.0.1", true)]
    [InlineData("Deny from !10.0.0.1\nDeny from 192.0.2.7", true)]
    [InlineData("Order deny,allow\nAllow from all\nAllow from !10.0.0.1", false)]
    [InlineData("Order deny,allow\nAllow from 192.0.2.7\nDeny from !10.0.0.1", true)]
    public void Address_list_with_a_negated_element_never_speaks(string rules, bool allowed) => Expect(allowed, rules);

    [Fact]
    public void Host_names_are_not_asked_without_reverse_dns() =>
        Expect(false, "Allow from .example.net\nAllow from *net\nAllow from pc7.example.net\nDenyAll", Ann with { HostNames = [] });

    [Theory]
    [InlineData("AllowFilter ^docs\nDenyAll", "docs/a", true)]
    [InlineData("AllowFilter ^docs\nDenyAll", "a", false)]
    [InlineData("AllowFilter ^docs", "a", true)]
    [InlineData("DenyFilter ^$", "", false)]
    [InlineData("DenyFilter x", "a", true)]
    [InlineData("DenyFilter none", "none", false)]
    public void Filters_in_a_limit_judge_the_argument(string rules, string argument, bool allowed) =>
        Assert.Equal(allowed, Ask(Limit("ALL", rules), argument: argument) == Refusal.None);

    [Theory]
    [InlineData("AllowUser bob\nDenyAll", true)]
    [InlineData("AllowGroup bob\nDenyAll", true)]
    [InlineData("DenyUser ann", true)]
    [InlineData("DenyGroup staff", true)]
    [InlineData("AllowClass x\nDenyAll", false)]
    [InlineData("DenyAll", false)]
    public void Before_the_login_an_allowing_list_of_users_allows(string rules, bool allowed) =>
        Expect(allowed, rules, new LimitSubject { Address = IPAddress.Loopback });

    [Fact]
    public void Raw_command_beats_group_beats_all()
    {
        var text = Limit("ALL", "DenyAll") + Limit("WRITE", "AllowAll") + Limit("DELE", "DenyAll");
        Assert.Equal(Refusal.None, Ask(text, "STOR", CommandGroup.Write));
        Assert.Equal(Refusal.Limit, Ask(text, "DELE", CommandGroup.Write));
        Assert.Equal(Refusal.Limit, Ask(text, "RETR", CommandGroup.Read));
    }

    [Fact]
    public void Raw_command_of_the_server_beats_a_group_of_the_directory()
    {
        var text = Limit("STOR", "DenyAll") + $"<Directory /d>\n{Limit("WRITE", "AllowAll")}</Directory>\n";
        Assert.Equal(Refusal.Limit, Ask(text, "STOR", CommandGroup.Write, path: "/d/f"));
    }

    [Fact]
    public void Closer_section_wins_under_the_same_name()
    {
        var text = Limit("WRITE", "DenyAll") + $"<Directory /d>\n{Limit("WRITE", "AllowAll")}</Directory>\n";
        Assert.Equal(Refusal.None, Ask(text, "STOR", CommandGroup.Write, path: "/d/f"));
        Assert.Equal(Refusal.Limit, Ask(text, "STOR", CommandGroup.Write, path: "/e/f"));
    }

    [Fact]
    public void Last_declared_wins_in_one_section() =>
        Assert.Equal(Refusal.None, Ask(Limit("ALL", "DenyAll") + Limit("ALL", "AllowAll")));

    [Fact]
    public void Servers_own_limit_beats_that_of_global() =>
        Assert.Equal(Refusal.None, Ask(Limit("ALL", "AllowAll") + $"<Global>\n{Limit("ALL", "DenyAll")}</Global>\n"));

    [Theory]
    [InlineData("PASV")]
    [InlineData("EPSV")]
    [InlineData("PORT")]
    [InlineData("EPRT")]
    [InlineData("PROT")]
    [InlineData("OPTS_UTF8")]
    public void Commands_of_the_connection_are_outside_of_all(string verb)
    {
        Assert.Equal(Refusal.None, Ask(Limit("ALL", "DenyAll"), verb));
        Assert.Equal(Refusal.Limit, Ask(Limit(verb, "DenyAll"), verb));
    }

    [Theory]
    [InlineData("IgnoreHidden on", true, Refusal.Hidden)]
    [InlineData("IgnoreHidden on\nAllowAll", true, Refusal.Hidden)]
    [InlineData("IgnoreHidden on\nDenyAll", true, Refusal.Hidden)]
    [InlineData("IgnoreHidden on\nDenyAll", false, Refusal.Limit)]
    [InlineData("IgnoreHidden on\nIgnoreHidden off", true, Refusal.Hidden)]
    [InlineData("IgnoreHidden off", true, Refusal.None)]
    public void IgnoreHidden_makes_hidden_targets_missing(string rules, bool hidden, Refusal expected) =>
        Assert.Equal(expected, Ask(Limit("ALL", rules), hidden: hidden));

    [Fact]
    public void Explicit_allow_ends_the_search_before_IgnoreHidden_of_a_wider_name() =>
        Assert.Equal(Refusal.None, Ask(Limit("ALL", "IgnoreHidden on") + Limit("RETR", "AllowAll"), "RETR", CommandGroup.Read, hidden: true));

    [Fact]
    public void Steps_tell_which_sections_were_asked_and_which_line_decided()
    {
        var root = Load("<Limit WRITE>\nAllowUser bob\n</Limit>\n<Limit ALL>\nOrder deny,allow\nDenyUser ann\n</Limit>\n").Main.Root;
        var steps = LimitRules.Evaluate(root, Ann, new LimitQuestion("STOR", CommandGroup.Write)).Steps;
        Assert.Equal(["WRITE", "ALL"], steps.Select(step => step.Name));
        Assert.Equal([Verdict.Undecided, Verdict.Deny], steps.Select(step => step.Verdict));
        Assert.Equal("DenyUser ann", steps[^1].Rule?.Text);
        Assert.Equal(6, steps[^1].Source.Line);
    }

    static string Limit(string commands, string rules) => $"<Limit {commands}>\n{rules}\n</Limit>\n";

    static void Expect(bool allowed, string rules, LimitSubject? who = null) =>
        Assert.Equal(allowed ? Refusal.None : Refusal.Limit, Ask(Limit("ALL", rules), who: who));
}
