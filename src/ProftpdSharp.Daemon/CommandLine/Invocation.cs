using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>One run of the program up to the point where it needs a configuration: reads the options and does what they ask for.</summary>
/// <param name="modules">Every module that this server has, in load order.</param>
/// <param name="registry">Their directives.</param>
/// <param name="output">Standard output; each line is flushed, unlike upstream's.</param>
/// <param name="errors">Standard error.</param>
sealed class Invocation(IReadOnlyList<Module> modules, DirectiveRegistry registry, TextWriter output, ErrorOutput errors)
{
    const int Success = 0;
    const int Failure = 1;

    static readonly Dictionary<string, ReportFormat?> Formats = new()
    {
        ["text"] = ReportFormat.Text,
        ["json"] = ReportFormat.Json,
        ["sarif"] = ReportFormat.Sarif,
    };

    readonly HashSet<string> _defines = [];
    readonly HashSet<string> _allowedMissing = [];

    CommandLineOptions _options = new() { Loading = new LoadOptions { Host = Machine.Host } };

    /// <summary>Valid when <see cref="Run"/> returned null.</summary>
    public CommandLineOptions Options => _options;

    /// <summary>Reads and obeys the words after the program's name.</summary>
    /// <returns>The exit status, or null when there is more to do: <see cref="CommandLineOptions.Purpose"/>.</returns>
    public int? Run(IReadOnlyList<string> words)
    {
        var reader = new OptionReader(words);
        while (reader.Next() is { } option)
        {
            if (Apply(option) is { } status)
                return status;
        }

        _options = _options with { Loading = _options.Loading with { Defines = _defines, AllowMissing = _allowedMissing }, Words = reader.Left };
        if (_options.Purpose == Purpose.Explain && _options.Words.Count == 0)
            return Refuse("fatal: --explain requires a command");
        if (_options.Purpose != Purpose.Explain && reader.Left.Count > 0)
            return Refuse($"fatal: unknown parameter: '{reader.Left[0]}'");
        if (_options.VersionDetail > 0)
            return Print(new VersionReport(modules, registry).Lines(_options.VersionDetail));
        errors.HostName = Machine.Host.HostName();
        if (!_options.ConfigPath.StartsWith('/'))
            return Refuse("fatal: -c requires an absolute path");
        return null;
    }

    /// <summary>Takes one option over. Returns the exit status when it is one that ends the program at once.</summary>
    int? Apply(Option option)
    {
        switch (option.Letter)
        {
            case 'h':
                return Print(UsageText.Lines);
            case 'l':
                return Print(new VersionReport(modules, registry).CompiledIn());
            case 'V':
                return Print(SettingsReport.Lines());
            case '\0':
                errors.Write($"unknown option: {option.Error}");
                Print(UsageText.Lines);
                return Failure;
            case 'p' when Values.Atoi(option.Value) is not (0 or 1):
                return Refuse("fatal: -p requires Boolean (0|1) parameter");
            case LongOptions.Format when Formats.GetValueOrDefault(option.Value) is null:
                return Refuse($"fatal: --format requires one of {string.Join(", ", Formats.Keys)}");
            case 't':
                output.Write("Checking syntax of configuration file\n");
                output.Flush();
                break;
        }

        Remember(option);
        return null;
    }

    void Remember(Option option)
    {
        var loading = _options.Loading;
        _options = option.Letter switch
        {
            'c' => _options with { ConfigPath = option.Value },
            'd' => _options with { DebugLevel = errors.DebugLevel = Math.Clamp(Values.Atoi(option.Value), 0, 10) },
            'n' => _options with { Foreground = true },
            'q' => _options with { Quiet = true },
            'X' => _options with { SingleSession = true, Foreground = true },
            't' => _options with { Purpose = Purpose.Check },
            LongOptions.Lint => _options with { Purpose = Purpose.Lint },
            LongOptions.Explain => _options with { Purpose = Purpose.Explain },
            LongOptions.Dump => _options with { Purpose = Purpose.Dump },
            LongOptions.Format => _options with { Format = Formats[option.Value] ?? ReportFormat.Text },
            LongOptions.Server => _options with { Server = option.Value },
            LongOptions.User => _options with { Client = _options.Client with { User = option.Value } },
            LongOptions.Group => _options with { Client = _options.Client with { Group = option.Value } },
            LongOptions.From => _options with { Client = _options.Client with { From = option.Value } },
            LongOptions.Cwd => _options with { Client = _options.Client with { Directory = option.Value } },
            LongOptions.Strict => _options with { Loading = loading with { Strict = true } },
            'v' => _options with { VersionDetail = _options.VersionDetail + 1 },
            'w' => _options with { VersionDetail = Math.Max(_options.VersionDetail, 2) },
            'N' => _options with { Loading = loading with { CheckCollisions = false } },
            'S' => _options with { Loading = loading with { MainAddress = option.Value } },
            '4' => _options with { Loading = loading with { UseIPv6 = false } },
            '6' => _options with { Loading = loading with { UseIPv6 = true } },
            _ => _options,
        };
        if (option.Letter == 'D')
            _defines.Add(option.Value);
        if (option.Letter == LongOptions.AllowMissing)
            _allowedMissing.UnionWith(option.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    int Refuse(string text)
    {
        errors.Write(text);
        return Failure;
    }

    int Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            output.Write(line + "\n");
        output.Flush();
        return Success;
    }
}
