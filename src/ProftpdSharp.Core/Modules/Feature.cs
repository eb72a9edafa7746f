using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Modules;

/// <summary>
/// One vertical slice of a module: its directives, command rows, phase handlers and hooks, declared in the static constructor of its feature file.
/// </summary>
public sealed class Feature(string name)
{
    readonly List<Directive> _directives = [];
    readonly List<CommandRow> _commands = [];
    readonly List<PhaseRow> _phases = [];
    readonly List<SiteRow> _site = [];
    readonly List<Func<Session, IEnumerable<string>>> _feats = [];
    readonly List<Func<Session, ValueTask>> _sessionStarts = [];
    readonly List<Action<Session>> _sessionEnds = [];
    readonly List<Func<StartupCheck, ValueTask>> _reviews = [];
    readonly List<Func<StartupCheck, ValueTask>> _startups = [];
    readonly List<Func<ServerHost, ValueTask>> _servings = [];
    readonly List<Func<ServerHost, ValueTask>> _stoppings = [];
    readonly List<ControlAction> _controls = [];

    /// <summary>What the slice is about; for developers only.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<Directive> Directives => _directives;

    public IReadOnlyList<CommandRow> Commands => _commands;

    public IReadOnlyList<PhaseRow> Phases => _phases;

    public IReadOnlyList<SiteRow> SiteCommands => _site;

    public IReadOnlyList<Func<Session, IEnumerable<string>>> Feats => _feats;

    public IReadOnlyList<Func<Session, ValueTask>> SessionStarts => _sessionStarts;

    public IReadOnlyList<Action<Session>> SessionEnds => _sessionEnds;

    public IReadOnlyList<Func<StartupCheck, ValueTask>> Reviews => _reviews;

    public IReadOnlyList<Func<StartupCheck, ValueTask>> Startups => _startups;

    public IReadOnlyList<Func<ServerHost, ValueTask>> Servings => _servings;

    public IReadOnlyList<Func<ServerHost, ValueTask>> Stoppings => _stoppings;

    public IReadOnlyList<ControlAction> Controls => _controls;

    /// <summary>Adds a directive: registration, parser, contexts, merge rule, default and typed key in one.</summary>
    public Directive<T> Directive<T>(Directive<T> directive)
    {
        _directives.Add(directive);
        return directive;
    }

    /// <summary>Adds a command of the control channel.</summary>
    /// <param name="verb">In upper case.</param>
    /// <param name="group">Its <c>&lt;Limit&gt;</c> group.</param>
    /// <param name="class">Its <c>ExtendedLog</c> class.</param>
    /// <param name="login">Whether it needs a login.</param>
    /// <param name="handler">What runs.</param>
    /// <param name="help">Its HELP syntax text; null when HELP does not list it.</param>
    /// <param name="usesData">Whether it needs or arranges a data connection, and so must wait while one transfers.</param>
    /// <param name="isAvailable">Whether it exists for a session; null: always.</param>
    public void Command(
        string verb, CommandGroup group, CommandClass @class, Login login, CommandHandler handler, string? help = null, bool usesData = false, Func<Session, bool>? isAvailable = null) =>
        _commands.Add(new CommandRow(verb, group, @class, login, handler, help, true, usesData, isAvailable));

    /// <summary>Adds a command that HELP lists with an asterisk and that nobody implements.</summary>
    public void Unimplemented(string verb, CommandClass @class, CommandHandler handler, string? help = null) =>
        _commands.Add(new CommandRow(verb, CommandGroup.None, @class, Login.NotRequired, handler, help, false));

    /// <summary>Adds a SITE sub-command, which <c>&lt;Limit&gt;</c> knows as <c>SITE_NAME</c>.</summary>
    /// <param name="name">In upper case.</param>
    /// <param name="group">Its <c>&lt;Limit&gt;</c> group.</param>
    /// <param name="handler">What runs.</param>
    /// <param name="help">Its syntax in <c>SITE HELP name</c>; null when that does not know it.</param>
    /// <param name="listed">Its line in <c>SITE HELP</c>; null for the name where that explains it, else for none.</param>
    /// <param name="isAvailable">Whether it exists for a session; null: always.</param>
    public void Site(string name, CommandGroup group, CommandHandler handler, string? help = null, string? listed = null, Func<Session, bool>? isAvailable = null) =>
        _site.Add(new SiteRow(name, group, handler, help, listed ?? (help is null ? null : name), isAvailable));

    /// <summary>Adds a handler of another phase; the verb <c>*</c> stands for every command and runs first.</summary>
    public void On(Phase phase, string verb, CommandHandler handler) => _phases.Add(new PhaseRow(phase, verb, handler));

    /// <summary>Adds lines of FEAT, without the leading blank.</summary>
    public void Feat(Func<Session, IEnumerable<string>> lines) => _feats.Add(lines);

    public void Feat(string line) => _feats.Add(_ => [line]);

    /// <summary>Runs when a session begins and again after HOST or SNI gave it another server; modules loaded last run first.</summary>
    public void SessionStart(Func<Session, ValueTask> hook) => _sessionStarts.Add(hook);

    /// <summary>Runs once when a session ends, however it ends.</summary>
    public void SessionEnd(Action<Session> hook) => _sessionEnds.Add(hook);

    /// <summary>Looks at a configuration after it was parsed, with <c>-t</c> too; may refuse it and changes nothing.</summary>
    public void Review(Func<StartupCheck, ValueTask> check) => _reviews.Add(check);

    /// <summary>Runs after the reviews and before a configuration serves, at start and at SIGHUP; may make what serving needs, and refuse.</summary>
    public void Startup(Func<StartupCheck, ValueTask> check) => _startups.Add(check);

    /// <summary>Runs once the server listens, and again when SIGHUP put another configuration in force; not under inetd.</summary>
    public void Serving(Func<ServerHost, ValueTask> hook) => _servings.Add(hook);

    /// <summary>Runs when a server that listened stops.</summary>
    public void Stopping(Func<ServerHost, ValueTask> hook) => _stoppings.Add(hook);

    /// <summary>Adds an action of ftpdctl.</summary>
    public void Control(ControlAction action) => _controls.Add(action);
}

/// <summary>What a module may look at and object to before a configuration serves.</summary>
public sealed class StartupCheck(ServerHost host, ServerConfiguration configuration)
{
    public ServerHost Host { get; } = host;

    public ServerConfiguration Configuration { get; } = configuration;

    /// <summary>The reason why this configuration may not serve; null while nobody objected.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Writes a line to the system log at NOTICE.</summary>
    public void Log(string text) => Host.Log.Write(LogLevel.Notice, null, text);

    /// <summary>Refuses the configuration; the first reason stands.</summary>
    public void Refuse(string reason) => Refusal ??= reason;
}
