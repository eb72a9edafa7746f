using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Anonymous sections whose visitors may change things. An upload directory that nobody may read from is no finding.</summary>
static class AnonymousRules
{
    public static readonly LintRule Writable = new(
        "anonymous-write",
        "Anonymous visitors may write.",
        "Put '<Limit WRITE> DenyAll </Limit>' into the <Anonymous> section; for uploads allow STOR in one <Directory> whose READ is denied.");

    static readonly string[] Changes = ["STOR", "DELE", "MKD", "RNFR"];

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        from place in subject.Scopes
        let anonymous = place.Scope
        where anonymous.Kind == SectionKind.Anonymous
        from scope in LintSubject.Inside(anonymous)
        where scope.Kind is SectionKind.Anonymous or SectionKind.Directory
        let who = Visitor(anonymous)
        let allowed = Changes.Where(verb => MayDo(scope, who, verb, CommandGroup.Write)).ToList()
        where allowed.Count > 0 && !IsDropBox(scope, who, allowed)
        select Writable.At(scope.Source, $"visitors of <Anonymous {anonymous.Name}> may use {string.Join(", ", allowed)}{(scope == anonymous ? "" : $" in <Directory {scope.Name}>")}");

    static bool IsDropBox(ConfigScope scope, LimitSubject who, List<string> allowed) =>
        scope.Kind == SectionKind.Directory && !allowed.Contains("DELE") && !MayDo(scope, who, "RETR", CommandGroup.Read);

    static bool MayDo(ConfigScope scope, LimitSubject who, string verb, CommandGroup group) =>
        PathAccess.BareDenyAll(scope) is null && LimitRules.Evaluate(scope, who, new LimitQuestion(verb, group)).Reason == Refusal.None;

    /// <summary>Somebody from anywhere.</summary>
    static LimitSubject Visitor(ConfigScope anonymous) => new()
    {
        IsAuthenticated = true,
        User = anonymous.Get(ServerIdentity.User).Name,
        Group = anonymous.Get(ServerIdentity.Group).Name,
        Address = IPAddress.Parse("192.0.2.1"),
    };
}
