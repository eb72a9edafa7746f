using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Configurations that neither upstream nor ours serves.</summary>
public sealed class StartRefusalTests
{
    public static TheoryData<string> Servers => ["upstream", "ours"];

    public static TheoryData<string, string, string> Sections
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var server in (string[])["upstream", "ours"])
            {
                data.Add(server, "<IfUser>\n</IfUser>\n", "<IfUser>: wrong number of parameters on line ");
                data.Add(server, "<IfGroup>\n</IfGroup>\n", "<IfGroup>: wrong number of parameters on line ");
                data.Add(server, "<IfClass>\n</IfClass>\n", "<IfClass>: wrong number of parameters on line ");
                data.Add(server, "<IfAuthenticated x>\n</IfAuthenticated>\n", "<IfAuthenticated>: wrong number of parameters on line ");
                data.Add(server, "<IfUser regex (>\n</IfUser>\n", "<IfUser>: : '(' failed regex compilation: missing closing parenthesis on line ");
                data.Add(server, "<Directory />\n<IfUser x>\n</IfUser>\n</Directory>\n", "<IfUser>: directive not allowed in <Directory> context on line ");
                data.Add(server, "<IfUser x>\nUmask 022\n", "unclosed configuration section");
            }
            return data;
        }
    }

    [Theory]
    [Trait("modtls", "66")]
    [MemberData(nameof(Servers))]
    public async Task AllowPerUser_needs_something_that_relaxes_TLSRequired(string server)
    {
        var said = await RefusalAsync(server, "LoadModule mod_tls.c\nTLSEngine on\nTLSRequired on\nTLSOptions AllowPerUser\n");
        Assert.Contains("mod_tls/2.9.2: Server Integration: cannot enforce both 'TLSRequired auth' and 'TLSOptions AllowPerUser' at the same time", said, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("modtls", "175")]
    [MemberData(nameof(Sections))]
    public async Task An_If_section_that_is_wrong_is_refused_in_upstream_words(string server, string lines, string message) =>
        Assert.Contains(message, await RefusalAsync(server, "LoadModule mod_ifsession.c\n" + lines), StringComparison.Ordinal);

    /// <summary>What the server says before it ends.</summary>
    static async Task<string> RefusalAsync(string server, string lines)
    {
        var binary = server == "ours" ? ServerBinary.Ours : ServerBinary.Oracle;
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic + lines, ServerTexts.Homes);
        var result = await CommandRunner.RunAsync(binary.Path, ["-n", "-c", folder.ConfigPath]);
        return result.Output + result.Error;
    }
}
