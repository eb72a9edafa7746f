using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>AllowFilter and DenyFilter: which arguments a command may have at all. They are asked before anything else sees the command.</summary>
public static class CommandFilters
{
    const ConfigContext Filtered = Contexts.Everywhere | ConfigContext.Limit;

    public static readonly Feature Feature = new("AllowFilter");

    /// <summary>The argument must match. In a <c>&lt;Limit&gt;</c> a match allows.</summary>
    public static readonly Directive<TextFilter?> AllowFilter = TextFilter.Declare(Feature, "AllowFilter", Filtered);

    /// <summary>The argument must not match. In a <c>&lt;Limit&gt;</c> a match denies.</summary>
    public static readonly Directive<TextFilter?> DenyFilter = TextFilter.Declare(Feature, "DenyFilter", Filtered);

    static CommandFilters() => Feature.On(Phase.Pre, "*", CheckAsync);

    /// <summary>A password is no argument to be judged.</summary>
    static ValueTask<Outcome> CheckAsync(Session session, Command command) =>
        new(command.Verb != "PASS" && Refusing(session, command.LineArgument) is { } filter ? Refuse(session, command, filter) : Outcome.Declined);

    static ConfigRecord<TextFilter?>? Refusing(Session session, string argument)
    {
        var scope = CurrentDirectory.ScopeOf(session);
        if (scope.Find(AllowFilter) is { } allow && !allow.Value!.Finds(argument))
            return allow;
        return scope.Find(DenyFilter) is { } deny && deny.Value!.Finds(argument) ? deny : null;
    }

    static Outcome Refuse(Session session, Command command, ConfigRecord<TextFilter?> filter)
    {
        Trial.NoteFilter(session, new AccessStep(filter, CurrentDirectory.ScopeOf(session), "", Verdict.Deny));
        session.Log.Debug(1, $"{command.LogLine}: denied by {filter.Directive.Name} on {filter.Source}");
        session.Log.Debug(2, $"'{command.OriginalVerb} {command.LineArgument}' denied by {filter.Directive.Name}");
        session.Responses.AddError(550, $"{command.LineArgument}: Forbidden command argument");
        return Outcome.Failed;
    }
}
