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
        var isVerbose = false;
        var options = new Options("c:f:hv", ("config", 'c'), ("file", 'f'), ("help", 'h'), ("verbose", 'v'));
        OptionUse Take(Option option)
        {
            isVerbose |= option.Letter == 'v';
            return option.Letter == 'v' ? OptionUse.Taken : OptionUse.Unknown;
        }

        if (ScoreboardChoice.Read(console, args, options, Usage, Take, out var status) is not { } path)
            return status;
        if (isVerbose)
            console.Line($"scrubbing ScoreboardFile {path}");
        var error = ScoreboardScrub.Scrub(path, number =>
        {
            if (isVerbose)
                console.Line($"scrubbing scoreboard slot for PID {number}");
        });
        if (error == Errno.None)
            return 0;
        console.Error($"error scrubbing scoreboard: {(error == Errno.EINVAL ? "bad/corrupted file" : error.Describe())}");
        return 1;
    }
}
