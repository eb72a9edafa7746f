using Xunit.Abstractions;
using Xunit.Sdk;

namespace ProftpdSharp.ConformanceTests;

/// <summary>Scenarios of one configuration one after the other.</summary>
public sealed class TranscriptOrderer : ITestCaseOrderer
{
    /// <inheritdoc/>
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
    {
        var order = TranscriptTests.RunOrder();
        return testCases.OrderBy(testCase =>
            testCase.TestMethodArguments is [string file, string title] && order.TryGetValue((file, title), out var position) ? position : -1);
    }
}
