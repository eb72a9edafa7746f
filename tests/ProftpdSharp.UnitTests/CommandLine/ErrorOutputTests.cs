using System.Text;
using ProftpdSharp.Daemon.CommandLine;
using Xunit;

namespace ProftpdSharp.UnitTests.CommandLine;

public sealed class ErrorOutputTests
{
    [Fact]
    public void Errors_of_a_library_are_lines_of_their_own_and_other_control_characters_are_escaped()
    {
        using var stream = new MemoryStream();

        new ErrorOutput(stream, TimeProvider.System) { HostName = "host" }.Write("fatal: TLSECDHCurve: unable to use: \n  (1) error:\u001b[0m on line 1");

        var lines = Encoding.Latin1.GetString(stream.ToArray()).Split('\n');
        Assert.EndsWith("]: fatal: TLSECDHCurve: unable to use: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["  (1) error:\\033[0m on line 1", ""], lines[1..]);
    }
}
