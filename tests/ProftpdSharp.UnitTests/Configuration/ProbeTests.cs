using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>The probes of the configuration language, each a file with the outcome recorded from ProFTPD 1.3.8, run through the loader.</summary>
public sealed class ProbeTests : IDisposable
{
    readonly ProbeMachine _machine = new();

    public static TheoryData<string> Names => [.. ProbeMachine.Rows().Select(row => row.Name)];

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Probe_ends_as_recorded(string name)
    {
        var row = ProbeMachine.Rows().Single(row => row.Name == name);
        var result = _machine.Load(name);

        var fatal = result.Diagnostics.FirstOrDefault(message => message.Severity == Severity.Fatal)?.Text;
        Assert.True(row.Exit == (result.Configuration is null ? 1 : 0), $"exit {row.Exit} wanted, the first fatal line is {fatal}");
        if (row.ComparesExitOnly)
            return;
        if (row.Exit == 1)
            Assert.Equal(row.FirstFatal, fatal?.Replace(_machine.Folder, "@TMP@", StringComparison.Ordinal));
        else if (!row.IsDeliberate)
            Assert.Equal(row.Notices, Notices(result));
    }

    SortedSet<string> Notices(LoadResult result) =>
        new(result.Diagnostics.Where(message => message.Severity is Severity.Warning or Severity.Error)
            .Select(message => message.Text.Replace(_machine.Folder, "@TMP@", StringComparison.Ordinal)), StringComparer.Ordinal);
}
