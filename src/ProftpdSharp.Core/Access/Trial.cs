using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>
/// A session whose commands are judged and not carried out: what is decided about a command is kept here, and when its handler comes to change a file
/// or to open a data connection, that is withheld. So <c>--explain</c> asks the very code that serves.
/// </summary>
public sealed class Trial
{
    static readonly SessionKey<Trial> Key = new(() => new Trial());

    readonly List<AccessStep> _loginSteps = [];
    readonly List<AccessDecision> _decisions = [];
    bool _isOn;
    string? _imagined;

    /// <summary>What was decided about the command, in order: most commands ask once, some about two paths.</summary>
    public IReadOnlyList<AccessDecision> Decisions => _decisions;

    /// <summary>What decided: the last decision, for a refusal ends a command; null while nobody asked.</summary>
    public AccessDecision? Decision => _decisions is [.., var last] ? last : null;

    /// <summary>The AllowFilter or DenyFilter that refused the command before any path was looked at.</summary>
    public AccessStep? Filter { get; private set; }

    /// <summary>The setting that refused the command after the rules had let it through.</summary>
    public RefusingSetting? Setting { get; private set; }

    /// <summary>Whether the command came to what it does, which was withheld: nothing in the configuration speaks against it.</summary>
    public bool IsWithheld { get; private set; }

    /// <summary>The <c>&lt;Limit LOGIN&gt;</c> sections that were asked since the session began or since <see cref="ForgetLogin"/>.</summary>
    public IReadOnlyList<AccessStep> LoginSteps => _loginSteps;

    /// <summary>From now on nothing that the session is told to do happens.</summary>
    public static Trial Begin(Session session)
    {
        var trial = session.State(Key);
        trial._isOn = true;
        session.Files.Withholding = () => trial.IsWithheld = true;
        return trial;
    }

    public void ForgetLogin() => _loginSteps.Clear();

    /// <summary>Forgets what was decided about the command before.</summary>
    public void ForgetCommand()
    {
        _decisions.Clear();
        (Filter, Setting, IsWithheld) = (null, null, false);
    }

    /// <summary>Whether the session is one whose commands are not carried out.</summary>
    public static bool IsOn(Session session) => session.State(Key)._isOn;

    /// <summary>A file that the command would have made before its rules are asked.</summary>
    /// <param name="session">Whose command.</param>
    /// <param name="path">As <see cref="AccessDecision.Path"/>.</param>
    public static void Imagine(Session session, string path) => session.State(Key)._imagined = path;

    internal static bool Imagines(Session session, string path) => session.State(Key)._imagined == path;

    /// <summary>Whether a connection may not be made or waited for, which is noted then.</summary>
    public static bool Withholds(Session session)
    {
        var trial = session.State(Key);
        trial.IsWithheld |= trial._isOn;
        return trial._isOn;
    }

    /// <summary>Adds what the rules would have said that were not asked any more.</summary>
    internal static AccessDecision Complete(Session session, AccessDecision decision, ConfigScope scope, LimitSubject who, LimitQuestion what)
    {
        if (!IsOn(session))
            return decision;
        var asked = decision.Reason == Refusal.DenyAll ? 0 : decision.Steps.Count;
        return decision with { Outvoted = LimitRules.Outvoted(scope, who, what, asked) };
    }

    /// <summary>Keeps a decision.</summary>
    internal static AccessDecision Note(Session session, AccessDecision decision)
    {
        var trial = session.State(Key);
        if (trial._isOn)
            trial._decisions.Add(decision);
        return decision;
    }

    internal static void NoteLogin(Session session, IEnumerable<AccessStep> steps)
    {
        var trial = session.State(Key);
        if (trial._isOn)
            trial._loginSteps.AddRange(steps);
    }

    internal static void NoteFilter(Session session, AccessStep step) => session.State(Key).Filter = step;

    internal static void NoteSetting(Session session, RefusingSetting setting) => session.State(Key).Setting = setting;
}
