using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpscrub: removes sessions from the scoreboard that ended without saying so.</summary>
static class Ftpscrub
{
    const string Usage = """
        usage: ftpscrub [options]
          -c, --config
            specify full path to proftpd configuration file
          -f, --file
            specify full path to scoreboard file
          -h, --help
            display ftpscrub usage
          -v, --verbose
            display ftpscrub usage

        """;

    public static int Run(UtilityConsole console, string[] args)
    {
        string? configuration = null, file = null;
        var isVerbose = false;
        foreach (var option in new Options("c:f:hv", ("config", 'c'), ("file", 'f'), ("help", 'h'), ("verbose", 'v')).Read(args))
        {
            switch (option.Letter)
            {
                case 'c':
                    configuration = option.Value;
                    break;
                case 'f':
                    file = option.Value;
                    break;
                case 'v':
                    isVerbose = true;
                    break;
                case 'h':
                    console.Output.Write(Usage);
                    return 0;
                default:
                    console.Error($"unknown option: {option.Value}");
                    console.Output.Write(Usage);
                    return 1;
            }
        }
        if (ScoreboardChoice.Find(console, file, configuration) is not { } path)
            return 1;
        if (isVerbose)
            console.Line($"scrubbing ScoreboardFile {path}");
        var error = ScoreboardScrub.Scrub(path, number =>
        {
            if (isVerbose)
                console.Line($"scrubbing scoreboard slot for PID {number}");
        });
        if (error == Errno.None)
            return 0;
        console.Error($"error scrubbing scoreboard: {error.Describe()}");
        return 1;
    }
}
