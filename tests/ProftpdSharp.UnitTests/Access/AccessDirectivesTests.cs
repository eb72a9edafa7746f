using Xunit;
using static ProftpdSharp.UnitTests.Access.AccessConfiguration;

namespace ProftpdSharp.UnitTests.Access;

/// <summary>What upstream says about lines that it refuses.</summary>
public class AccessDirectivesTests
{
    [Theory]
    [InlineData("Allow", "Allow: syntax: Allow [from] [all|none]|host|network[,...]")]
    [InlineData("Deny from", "Deny: syntax: Deny [from] [all|none]|host|network[,...]")]
    [InlineData("Allow from a,all", "Allow: syntax: Allow [from] [all|none]|host|network[,...]")]
    [InlineData("Allow from a none", "Allow: syntax: Allow [from] [all|none]|host|network[,...]")]
    [InlineData("Allow from ,", "Allow: syntax: Allow [from] [all|none]|host|network[,...]")]
    [InlineData("Allow \"\"", "Allow: syntax: Allow [from] [all|none]|host|network[,...]")]
    [InlineData("Allow from !all", "Allow: the ! negation operator cannot be used with ALL/NONE")]
    [InlineData("Allow !NONE", "Allow: the ! negation operator cannot be used with ALL/NONE")]
    [InlineData("Allow from 10.0.0.0/33", "Allow: bad ACL definition '10.0.0.0/33': Invalid argument")]
    [InlineData("Allow from !1.2.3.4/40", "Allow: bad ACL definition '!1.2.3.4/40': Invalid argument")]
    [InlineData("Allow !!1.2.3.4", "Allow: bad ACL definition '!!1.2.3.4': No such file or directory")]
    [InlineData("Allow 1.2!3", "Allow: bad ACL definition '1.2!3': No such file or directory")]
    [InlineData("Allow from 10.0.0.0/255.0.0.0", "Allow: bad ACL definition '10.0.0.0': Invalid argument")]
    [InlineData("Allow from 1.2.3.4/-1", "Allow: bad ACL definition '1.2.3.4/-1': Invalid argument")]
    [InlineData("Allow from ::1/129", "Allow: bad ACL definition '::1/129': Invalid argument")]
    [InlineData("Allow from foo/8", "Allow: bad ACL definition 'foo': Invalid argument")]
    [InlineData("Allow from a/b", "Allow: bad ACL definition 'a': No such file or directory")]
    [InlineData("Allow from /8", "Allow: bad ACL definition '': No such file or directory")]
    [InlineData("Allow from 300.1.1.1", "Allow: bad ACL definition '300.1.1.1': No such file or directory")]
    [InlineData("Allow from a.b.c", "Allow: bad ACL definition 'a.b.c': No such file or directory")]
    [InlineData("Allow from a:b", "Allow: bad ACL definition 'a:b': No such file or directory")]
    [InlineData("Allow from .1", "Allow: bad ACL definition '.1': No such file or directory")]
    [InlineData("Order", "Order: wrong number of parameters")]
    [InlineData("Order allow, deny x", "Order: wrong number of parameters")]
    [InlineData("Order allow deny", "Order: 'allowdeny': invalid argument")]
    [InlineData("AllowAll x", "AllowAll: wrong number of parameters")]
    [InlineData("DenyAll x", "DenyAll: wrong number of parameters")]
    [InlineData("IgnoreHidden", "IgnoreHidden: missing parameters")]
    [InlineData("IgnoreHidden x", "IgnoreHidden: expected Boolean parameter")]
    [InlineData("AllowUser", "AllowUser: wrong number of parameters")]
    [InlineData("AllowUser regex a b", "AllowUser: wrong number of parameters")]
    [InlineData("AllowUser regex (", "AllowUser: '(' failed regex compilation: unbalanced () at offset 1     ")]
    [InlineData("DenyGroup regex a{2,1}", "DenyGroup: 'a{2,1}' failed regex compilation: invalid repeat counts in {} at offset 5     ")]
    [InlineData("AllowFilter", "AllowFilter: bad number of parameters")]
    [InlineData("AllowFilter a b c", "AllowFilter: bad number of parameters")]
    [InlineData("AllowFilter (", "AllowFilter: '(' failed regex compilation: missing closing parenthesis")]
    [InlineData("DenyFilter a NC", "DenyFilter: badly formatted flags parameter: 'NC'")]
    [InlineData("DenyFilter a [NC,x]", "DenyFilter: unknown filter flags '[NC,x]'")]
    [InlineData("HideFiles x", "HideFiles: directive not allowed in <Limit> context")]
    public void Line_in_a_limit_is_refused(string line, string text) =>
        Assert.Equal($"fatal: {text} on line 2 of '/etc/proftpd.conf'", Fatal($"<Limit ALL>\n{line}\n</Limit>\n"));

    [Theory]
    [InlineData("HideFiles", "HideFiles: wrong number of parameters")]
    [InlineData("HideFiles x y", "HideFiles: wrong number of parameters")]
    [InlineData("HideFiles x user u v", "HideFiles: wrong number of parameters")]
    [InlineData("HideFiles !(", "HideFiles: '(' failed regex compilation: missing closing parenthesis")]
    [InlineData("HideUser", "HideUser: missing parameters")]
    [InlineData("HideNoAccess x", "HideNoAccess: expected Boolean parameter")]
    [InlineData("AllowOverride x", "AllowOverride: expected Boolean parameter")]
    [InlineData("AllowOverride x user y", "AllowOverride: Please use mod_ifsession for per-user/group/class conditional configuration")]
    [InlineData("PathDenyFilter (?<n", "PathDenyFilter: '(?<n' failed regex compilation: syntax error in subpattern name (missing terminator?)")]
    [InlineData("PathAllowFilter a []", "PathAllowFilter: unknown filter flags '[]'")]
    [InlineData("Order allow,deny", "Order: directive not allowed in <Directory> context")]
    public void Line_in_a_directory_is_refused(string line, string text) =>
        Assert.Equal($"fatal: {text} on line 2 of '/etc/proftpd.conf'", Fatal($"<Directory /x>\n{line}\n</Directory>\n"));

    [Theory]
    [InlineData("Allow from a,!all")]
    [InlineData("Allow from from a")]
    [InlineData("Allow from 1.2.3.4/")]
    [InlineData("Allow from 10.0.0")]
    [InlineData("Allow from ::ffff:1.2.3.4/20")]
    [InlineData("Allow from !")]
    [InlineData("Order Allow, Deny")]
    [InlineData("AllowUser AND ,")]
    [InlineData("AllowFilter \"\"")]
    [InlineData("DenyFilter a [nocase]")]
    public void Line_in_a_limit_is_accepted(string line) => Load($"<Limit ALL>\n{line}\n</Limit>\n");

    [Theory]
    [InlineData("AllowUser x")]
    [InlineData("DenyAll")]
    [InlineData("HideNoAccess on")]
    public void Rules_of_sections_do_not_stand_in_the_server(string line) =>
        Assert.Contains("directive not allowed in server config context", Fatal(line + "\n"), StringComparison.Ordinal);
}
