using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>While recording, commands that have no reply written below them get theirs, and listings their data.</summary>
sealed partial class ScenarioRunner
{
    static readonly TimeSpan AnotherReply = TimeSpan.FromMilliseconds(80);
    static readonly string[] DataVerbs = ["D<", "D>", "send", "receive", "drain", "drop", "cut", "reset", "protect"];

    async Task RecordRepliesAsync(Step step, Step? next)
    {
        if (step.Verb is not (">" or "D<" or "D>" or "connect") || next is { Verb: "<" } || (step.Verb == "connect" && next is { Verb: "tls" }))
            return;
        var reply = await AddReplyAsync(step);
        var movesData = reply.Actual is [['1', ..], ..];
        if (movesData && next is not null && DataVerbs.Contains(next.Verb))
            return;
        if (movesData)
        {
            await GuardAsync(step, _ => ReceiveDataAsync(Unwritten(step, "D<")));
            await AddReplyAsync(step);
        }
        while (!Session.IsClosed && Session.Client.Tls is null && Session.Client.WaitForInput(AnotherReply))
            await AddReplyAsync(step);
        if (_outcomes[^1].Actual is ["(closed)"] && next is { Verb: "closed" })
            _outcomes.RemoveAt(_outcomes.Count - 1);
    }

    async Task<Outcome> AddReplyAsync(Step step)
    {
        await GuardAsync(step, _ => ReadReplyAsync(Unwritten(step, "<")));
        return _outcomes[^1];
    }

    static Step Unwritten(Step step, string verb) => new(step.Line, verb, "", [], null) { LastLine = step.LastLine };
}
