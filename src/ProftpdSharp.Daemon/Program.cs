using System.Text;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;
using ProftpdSharp.Daemon.Explaining;
using ProftpdSharp.Daemon.Running;
using ProftpdSharp.Modules.AuthPam;
using ProftpdSharp.Native;
using ProftpdSharp.Utilities;

if (UtilityProgram.Knows(CommandWords.ProgramName()))
    return UtilityProgram.Run(CommandWords.ProgramName(), args);

var stage = Stages.Take();
if (stage == Stage.PamHelper)
    return PamHelper.Serve();
using var standardOutput = new StandardStream(1);
using var standardError = new StandardStream(2);
var errors = new ErrorOutput(standardError, TimeProvider.System);
await using var output = new StreamWriter(standardOutput, Encoding.Latin1);
var invocation = new Invocation(ModuleCatalogue.All, ModuleCatalogue.Registry, output, errors);
if (invocation.Run(CommandWords.Of(args)) is { } status)
    return status;
if (invocation.Options.Purpose == Purpose.Explain)
    return await ExplainCommand.RunAsync(invocation.Options, ModuleCatalogue.Registry, output, errors);
if (invocation.Options.Purpose != Purpose.Serve)
    return await Reports.WriteAsync(invocation.Options, ModuleCatalogue.Registry, output, errors);

var options = invocation.Options with { Inetd = CommandWords.ProgramName() == "in.proftpd" };
if (stage == Stage.First)
{
    // Whether inetd started us is known only once the configuration was read; what it passed us survives only in place.
    if (!options.Foreground && !options.Inetd && !Stages.HasConnection)
        return Stages.StartDaemon(args);
    Stages.BecomeForeground();
}
using var log = new ServerLog(TimeProvider.System) { HostName = errors.HostName };
if (options.DebugLevel is { } debugLevel)
    log.SetDebugLevel(debugLevel);
using var process = new ServerProcess(options, stage, log, errors);
return await process.RunAsync();
