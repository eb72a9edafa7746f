using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.Running;

var isStage = Stages.Take();
var options = new StartOptions
{
    ConfigPath = args[Array.IndexOf(args, "-c") + 1],
    Foreground = args.Contains("-n"),
    DebugLevel = 0,
    Loading = new LoadOptions { Host = Machine.Host },
};
using var log = new ServerLog(TimeProvider.System) { HostName = Environment.MachineName };
log.Console = log.Files.OpenStandardError();
using var process = new ServerProcess(options, log);
return await process.RunAsync();
