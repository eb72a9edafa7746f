using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Controls;

/// <summary>What both programs say of wrong lines about controls.</summary>
public sealed class ControlsMessageTests
{
    [Theory]
    [InlineData("ControlsLog /tmp/nobody-logs-here.log")]
    [InlineData("ControlsLog /etc")]
    [InlineData("ControlsLog none")]
    [InlineData("ControlsLog /nonexistent/x")]
    [InlineData("ControlsSocket x")]
    [InlineData("ControlsSocketACL foo user x")]
    [InlineData("ControlsSocketACL ALLOW bar x")]
    [InlineData("ControlsSocketOwner nosuchuser root")]
    [InlineData("ControlsSocketOwner root nosuchgroup")]
    [InlineData("ControlsMaxClients x")]
    [InlineData("ControlsInterval 0")]
    [InlineData("ControlsACLs foo bar baz x")]
    [InlineData("ControlsACLs foo allow user x")]
    [InlineData("ControlsACLs all allow USER x")]
    [InlineData("AdminControlsACLs foo,kick allow user x")]
    [InlineData("AdminControlsACLs kick allow baz x")]
    [InlineData("AdminControlsEngine kick,foo")]
    [InlineData("DelayControlsACLs foo bar baz x")]
    [InlineData("DelayControlsACLs foo allow user x")]
    public async Task They_say_the_same(string line)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $"LoadModule mod_ctrls_admin.c\n{line}\n");
            Assert.Equal(await SaidAsync(ServerBinary.Oracle, path), await SaidAsync(ServerBinary.Ours, path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The exit status, and what was said without the time and without the source line that ours shows.</summary>
    static async Task<string> SaidAsync(ServerBinary binary, string path)
    {
        var result = await CommandRunner.RunAsync(binary.Path, ["-t", "-c", path]);
        var lines = result.Error.Split('\n').Where(line => line.Contains("]: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("]: ", StringComparison.Ordinal) + 3)..]);
        return $"{result.ExitCode}\n{string.Join('\n', lines.Where(line => !line.StartsWith("    ", StringComparison.Ordinal)))}";
    }
}
