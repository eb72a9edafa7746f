using System.Net;
using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>A machine in memory: files, links, variables and names for configurations under test.</summary>
sealed class MemoryMachine
{
    const string NotFound = "No such file or directory";
    const string MainFile = "/etc/proftpd.conf";

    /// <summary>File contents by path, as Latin-1.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Symbolic links: path → target path.</summary>
    public Dictionary<string, string> Links { get; } = [];

    public HashSet<string> WorldWritable { get; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, IPAddress[]> Names { get; } = new() { ["host.example"] = [IPAddress.Parse("192.0.2.1")] };

    public ConfigurationHost Host => new()
    {
        ReadFile = Read,
        LinkStatus = path => Links.ContainsKey(path) ? new PathStatus(PathKind.SymbolicLink, 0x1FF) : Status(path),
        Status = path => Status(Follow(path)),
        ListDirectory = List,
        CompilePattern = Compile,
        Resolve = Resolve,
        HostName = () => "host.example",
        GetVariable = Variables.GetValueOrDefault,
        SetVariable = (name, value) => Variables[name] = value,
        UnsetVariable = name => Variables.Remove(name),
    };

    public static LoadOptions Options(MemoryMachine machine) => new() { Host = machine.Host };

    /// <summary>Loads a main file with the test registry.</summary>
    public LoadResult Load(string text, Func<LoadOptions, LoadOptions>? change = null, DirectiveRegistry? registry = null)
    {
        Files[MainFile] = text;
        var options = Options(this);
        return ConfigurationLoader.Load(MainFile, registry ?? TestRegistry.Make(), change?.Invoke(options) ?? options);
    }

    string Follow(string path)
    {
        foreach (var (link, target) in Links)
        {
            if (path == link || path.StartsWith(link + "/", StringComparison.Ordinal))
                return target + path[link.Length..];
        }

        return path;
    }

    FileContent Read(string path)
    {
        var real = Follow(path);
        if (Files.TryGetValue(real, out var text))
            return new FileContent(Encoding.Latin1.GetBytes(text));
        var error = IsDirectory(real) ? "Is a directory"
            : Files.Keys.Any(file => real.StartsWith(file + "/", StringComparison.Ordinal)) ? "Not a directory" : NotFound;
        return new FileContent(null, error);
    }

    PathStatus Status(string path)
    {
        if (Files.ContainsKey(path))
            return new PathStatus(PathKind.File, WorldWritable.Contains(path) ? 0b110_110_110 : 0b110_100_100);
        return IsDirectory(path) ? new PathStatus(PathKind.Directory, 0b111_101_101) : new PathStatus(PathKind.Missing, 0, NotFound);
    }

    bool IsDirectory(string path) => Entries(path).Any();

    IEnumerable<string> Entries(string path)
    {
        var prefix = path.TrimEnd('/') + "/";
        return Files.Keys.Concat(Links.Keys).Where(file => file.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => file[prefix.Length..].Split('/')[0]).Distinct();
    }

    DirectoryListing List(string path)
    {
        var real = Follow(path);
        if (Files.ContainsKey(real))
            return new DirectoryListing(null, "Not a directory");
        return IsDirectory(real) ? new DirectoryListing([.. Entries(real)]) : new DirectoryListing(null, NotFound);
    }

    static CompiledPattern Compile(string pattern) =>
        RegularExpression.TryCompile(pattern, ignoreCase: false, out var compiled, out var error)
            ? new CompiledPattern(compiled.IsMatch)
            : new CompiledPattern(null, error.Text);

    ResolvedName Resolve(string name, bool allowsIPv6)
    {
        var all = AddressText.Parse(name) is { } literal ? [literal] : Names.GetValueOrDefault(name) ?? [];
        var usable = all.Where(address => allowsIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork).ToArray();
        return usable.Length > 0 ? new ResolvedName(usable) : new ResolvedName([], NotFound);
    }
}

static class HostExtensions
{
    /// <summary>The same machine with variables of its own, so that a test leaves the process' environment alone.</summary>
    public static ConfigurationHost With(this ConfigurationHost host, Dictionary<string, string> variables) => new()
    {
        ReadFile = host.ReadFile,
        LinkStatus = host.LinkStatus,
        Status = host.Status,
        ListDirectory = host.ListDirectory,
        CompilePattern = host.CompilePattern,
        Resolve = host.Resolve,
        HostName = host.HostName,
        GetVariable = variables.GetValueOrDefault,
        SetVariable = (name, value) => variables[name] = value,
        UnsetVariable = name => variables.Remove(name),
    };
}
