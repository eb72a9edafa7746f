using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>What a program did with an option.</summary>
enum OptionUse
{
    /// <summary>It is none of the program's.</summary>
    Unknown,

    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>Its value was refused, in words of the program's own.</summary>
    Refused,
}

/// <summary>Which scoreboard a utility looks at: that of <c>-f</c>, of <c>-c</c>, the default one, or that of the default configuration.</summary>
static class ScoreboardChoice
{
    /// <summary>Reads the command line of a program that looks at a scoreboard.</summary>
    /// <param name="console">Where it says what is wrong.</param>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="options">The options it has; <c>c</c>, <c>f</c> and <c>h</c> are understood here.</param>
    /// <param name="usage">What <c>-h</c> shows.</param>
    /// <param name="take">Takes the program's own options.</param>
    /// <param name="status">The exit status where there is no path.</param>
    /// <returns>The path of the scoreboard; null when the program ends here.</returns>
    public static string? Read(UtilityConsole console, string[] args, Options options, string usage, Func<Option, OptionUse> take, out int status)
    {
        string? configuration = null, file = null;
        status = 1;
        foreach (var option in options.Read(args))
        {
            switch (option.Letter)
            {
                case 'c':
                    configuration = option.Value;
                    break;
                case 'f':
                    file = option.Value;
                    break;
                case 'h':
                    console.Output.Write(usage);
                    status = 0;
                    return null;
                default:
                    var use = take(option);
                    if (use == OptionUse.Taken)
                        break;
                    if (use == OptionUse.Unknown)
                    {
                        console.Error($"unknown option: {option.Value}");
                        console.Output.Write(usage);
                    }
                    return null;
            }
        }
        return Find(console, file, configuration);
    }

    /// <summary>The path; null when there is none, which has been said then.</summary>
    public static string? Find(UtilityConsole console, string? file, string? configuration)
    {
        if (file is not null && IsUsable(file))
            return file;
        if (configuration is not null && Configured(configuration) is { } named && IsUsable(named))
            return named;
        var error = Files.StatAt(Descriptor.WorkingDirectory, console.ScoreboardFile).Error;
        if (error == Errno.None)
            return console.ScoreboardFile;
        if (Configured(console.ConfigurationFile) is { } configured && IsUsable(configured))
            return configured;
        console.Error($"{console.ScoreboardFile}: {error.Describe()}");
        console.Error("(Perhaps you need to specify the ScoreboardFile with -f, or change");
        console.Error(" the compile-time default directory?)");
        return null;
    }

    /// <summary>What upstream's programs say about a file that is no good, but for ftpwho, which has words of its own.</summary>
    public static string Describe(ScoreboardSnapshot snapshot) => "error opening scoreboard: " + snapshot.Fault switch
    {
        ScoreboardFault.Corrupted => "bad/corrupted file",
        ScoreboardFault.TooOld => "bad version (too old)",
        ScoreboardFault.TooNew => "bad version (too new)",
        _ => snapshot.Error.Describe(),
    };

    static bool IsUsable(string path) => path.Contains('/') && Files.StatAt(Descriptor.WorkingDirectory, path).Ok;

    /// <summary>The first ScoreboardFile line of a configuration, wherever it stands; Include is not followed, as upstream does not.</summary>
    static string? Configured(string path)
    {
        if (!File.Exists(path))
            return null;
        foreach (var line in File.ReadLines(path, System.Text.Encoding.Latin1))
        {
            var words = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[0].Equals("ScoreboardFile", StringComparison.OrdinalIgnoreCase))
                return words[1].Trim('"');
        }
        return null;
    }
}
