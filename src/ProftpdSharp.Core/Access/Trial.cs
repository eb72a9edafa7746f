using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>
/// A session whose commands are judged and not carried out: the first decision about a command is kept here, and its handler is told that it may not go
/// on. So <c>--explain</c> asks the very code that serves.
/// </summary>
public sealed class Trial
{
    static readonly SessionKey<Trial> Key = new(() => new Trial());

    readonly List<AccessStep> _loginSteps = [];
    bool _isOn;

    /// <summary>What was decided about the command; null while nobody asked.</summary>
    public AccessDecision? Decision { get; private set; }

    /// <summary>The AllowFilter or DenyFilter that refused the command before any path was looked at.</summary>
    public AccessStep? Filter { get; private set; }

    /// <summary>The <c>&lt;Limit LOGIN&gt;</c> sections that were asked since the session began or since <see cref="ForgetLogin"/>.</summary>
    public IReadOnlyList<AccessStep> LoginSteps => _loginSteps;

    /// <summary>From now on nothing that the session is told to do happens.</summary>
    public static Trial Begin(Session session)
    {
        var trial = session.State(Key);
        trial._isOn = true;
        return trial;
    }

    public void ForgetLogin() => _loginSteps.Clear();

    /// <summary>Adds what the rules would have said that were not asked any more.</summary>
    internal static AccessDecision Complete(Session session, AccessDecision decision, ConfigScope scope, LimitSubject who, LimitQuestion what)
    {
        if (!session.State(Key)._isOn)
            return decision;
        var asked = decision.Reason == Refusal.DenyAll ? 0 : decision.Steps.Count;
        return decision with { Outvoted = LimitRules.Outvoted(scope, who, what, asked) };
    }

    /// <summary>Keeps a decision; what the handler gets is never a permission.</summary>
    internal static AccessDecision Judge(Session session, AccessDecision decision)
    {
        var trial = session.State(Key);
        if (!trial._isOn)
            return decision;
        trial.Decision ??= decision;
        return decision.Allowed ? decision with { Reason = Refusal.Limit, Error = Errno.EPERM } : decision;
    }

    internal static void NoteLogin(Session session, IEnumerable<AccessStep> steps)
    {
        var trial = session.State(Key);
        if (trial._isOn)
            trial._loginSteps.AddRange(steps);
    }

    internal static void NoteFilter(Session session, AccessStep step) => session.State(Key).Filter = step;
}
