using Xunit.Abstractions;
using Xunit.Sdk;

namespace ProftpdSharp.ConformanceTests;

/// <summary>Scenarios in the order of their files, so that those of one configuration share one server.</summary>
public sealed class TranscriptOrderer : ITestCaseOrderer
{
    /// <inheritdoc/>
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
    {
        var rank = TranscriptTests.Scenarios.Select((row, index) => (Key: (row[0], row[1]), index)).ToDictionary(entry => entry.Key, entry => entry.index);
        return testCases.OrderBy(testCase =>
            testCase.TestMethodArguments is [string file, string title] && rank.TryGetValue((file, title), out var position) ? position : -1);
    }
}
