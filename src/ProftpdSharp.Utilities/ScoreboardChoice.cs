using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>Which scoreboard a utility looks at: that of <c>-f</c>, of <c>-c</c>, the default one, or that of the default configuration.</summary>
static class ScoreboardChoice
{
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
