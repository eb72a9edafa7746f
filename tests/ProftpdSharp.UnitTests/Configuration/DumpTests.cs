using System.Runtime.CompilerServices;
using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Dumping;
using ProftpdSharp.TestSupport.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary><c>--dump</c>: loading a dump gives the same configuration, and dumping that the same dump.</summary>
public sealed class DumpTests
{
    const string DumpFile = "/dump.conf";

    static readonly DirectiveRegistry Registry = TestRegistry.Make();

    public static TheoryData<string> Probes => [.. ProbeMachine.Rows().Where(row => row.Exit == 0).Select(row => row.Name)];

    public static TheoryData<string> Samples => [.. Directory.GetFiles(SampleFolder(), "*.conf").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Probes))]
    public void A_probe_survives(string name)
    {
        using var machine = new ProbeMachine();
        var configuration = LoadAssert.Accepted(machine.Load(name));
        var dump = Write(configuration, ProbeMachine.Options(name).Host);
        File.WriteAllText(Path.Combine(machine.Folder, "dump.conf"), dump, Encoding.Latin1);

        var loaded = LoadAssert.Accepted(machine.LoadFile(name, "dump.conf"));

        Same(configuration, loaded, dump, Write(loaded, ProbeMachine.Options(name).Host));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_survives(string name) => Survives(File.ReadAllText(Path.Combine(SampleFolder(), name), Encoding.Latin1));

    [Fact]
    public void Random_configurations_survive()
    {
        var texts = Enumerable.Range(0, 400).Select(seed => new RandomConfiguration(seed).Write()).Where(text => !NamesPathTwice(text)).ToList();
        Assert.True(texts.Count > 100);
        texts.ForEach(Survives);
    }

    [Theory]
    [InlineData("ServerName \"two words\"\nServerAdmin \"\"\nSetEnv A \"#x\"\nSetEnv B \"\\\"q\\\\\"\nSetEnv C x#y\n")]
    [InlineData("<Directory \"/a b\">\nUmask 077\n</Directory>\n<Directory /x>>\nUmask 077\n</Directory>\n")]
    [InlineData("<Global>\nAuthOrder mod_auth_unix.c\n<Directory /x>\nUmask 7\n</Directory>\n</Global>\nAuthOrder mod_auth_file.c\n<Directory /x>\nUmask 77\n</Directory>\n")]
    [InlineData("<Global>\n<Directory /h/x>\nUmask 7\n</Directory>\n</Global>\n<Directory /h/x>\nUmask 77\n</Directory>\n<Directory /h/x/y>\nUmask 1\n</Directory>\n<Directory /h>\nUmask 3\n</Directory>\n")]
    [InlineData("<Anonymous /srv>\n<Directory *>\nHideFiles a\nHideFiles b\nAllowOverwrite on\n</Directory>\nAllowOverwrite off\n<Directory x>\nUmask 7\n</Directory>\n</Anonymous>\n")]
    [InlineData("LoadModule mod_copy.c\nLoadModule mod_ifsession.c\nLoadModule mod_tls.c\nCopyEngine on\n")]
    [InlineData("ModuleOrder mod_tls.c mod_core.c\n<Class a>\nFrom 10.0.0.0/8\nSatisfy all\n</Class>\n<Class b>\nFrom none\n</Class>\n")]
    [InlineData("<IfUser regex ^b>\n<Directory /x>\nUmask 7\n</Directory>\n</IfUser>\n<IfGroup AND a,b>\nUmask 1\n</IfGroup>\n<VirtualHost 127.0.0.9>\nPort 2\n<IfClass a>\nUmask 4\n</IfClass>\n</VirtualHost>\n")]
    [InlineData("<Directory ~/x>\nUmask 7\n</Directory>\n<Directory /h/%u>\nUmask 5\n<Limit STOR,MKD>\nDenyAll\n</Limit>\n<Limit RETR>\nDenyAll\n</Limit>\n</Directory>\n")]
    [InlineData("<Directory />\nUmask 7\n<Limit WRITE>\nDenyAll\n</Limit>\n</Directory>\n<Directory /*>\nHideFiles x\n<Limit STOR>\nAllowAll\n</Limit>\n</Directory>\n")]
    [InlineData("<Directory /*>\nUmask 7\n<Limit WRITE>\nDenyAll\n</Limit>\n</Directory>\n<Directory />\nHideFiles x\n</Directory>\n<Directory /h/>\nUmask 1\n</Directory>\n<Directory /h>\nUmask 2\n</Directory>\n")]
    public void What_is_awkward_survives(string text) => Survives(text);

    [Fact]
    public void Lines_name_their_origins_and_what_is_taken_over_is_a_comment()
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/d.conf"] = "<Directory /d>\nAllowOverwrite on\n</Directory>\n";
        var dump = Write(LoadAssert.Accepted(machine.Load("Umask 022\nInclude /etc/d.conf\n")), machine.Host);

        Assert.Contains("Umask 022                                         # line 1 of '/etc/proftpd.conf'\n", dump, StringComparison.Ordinal);
        Assert.Contains("\n  AllowOverwrite on                               # line 2 of '/etc/d.conf'\n", dump, StringComparison.Ordinal);
        Assert.Contains("\n  # from around: Umask 022                        # line 1 of '/etc/proftpd.conf'\n", dump, StringComparison.Ordinal);
    }

    static void Survives(string text)
    {
        var machine = new MemoryMachine();
        var result = machine.Load(text, registry: Registry);
        if (result.Configuration is not { } configuration)
            return;
        var dump = Write(configuration, machine.Host);
        machine.Files[DumpFile] = dump;

        var loaded = LoadAssert.Accepted(ConfigurationLoader.Load(DumpFile, Registry, MemoryMachine.Options(machine)));

        Same(configuration, loaded, dump, Write(loaded, machine.Host));
    }

    /// <summary>Two sections for a path, one of them from Global, may take in other sections by turns; of these a dump keeps one.</summary>
    static bool NamesPathTwice(string text)
    {
        var configuration = new MemoryMachine().Load(text, registry: Registry).Configuration;
        return configuration?.Servers.Any(server => Directories(server.Root).GroupBy(section => section.Name).Any(group => group.Count() > 1)) == true;
    }

    static IEnumerable<ConfigScope> Directories(ConfigScope scope) =>
        scope.SectionsOf(SectionKind.Directory).SelectMany(section => Directories(section).Prepend(section));

    static void Same(ServerConfiguration one, ServerConfiguration other, string dump, string again)
    {
        Assert.True(dump == again, $"first\n{dump}\nsecond\n{again}");
        Assert.Equal(Describe(one), Describe(other));
    }

    static string Write(ServerConfiguration configuration, ConfigurationHost host) =>
        string.Concat(new ConfigurationDump(configuration, Registry, host).Write().Select(line => line + "\n"));

    /// <summary>All that look-ups can find: sections in order, records of each directive in order.</summary>
    static string Describe(ServerConfiguration configuration)
    {
        var text = new StringBuilder();
        Describe(text, configuration.Process, 0);
        foreach (var section in configuration.Classes)
            Describe(text, section, 0);
        foreach (var server in configuration.Servers)
        {
            text.Append($"{server.Name} {server.Admin} {server.Port} {server.IsDefault} {string.Join(',', server.Addresses)} {string.Join(',', server.Aliases)}\n");
            Describe(text, server.Root, 1);
        }

        return text.Append(string.Join(' ', configuration.Modules)).ToString();
    }

    static void Describe(StringBuilder text, ConfigScope scope, int depth)
    {
        var records = scope.Records.Where(record => record.Directive.Storage != Storage.Once || scope.Records.First(other => other.Directive == record.Directive) == record);
        foreach (var record in records.OrderBy(record => record.Directive.Name, StringComparer.Ordinal))
            text.Append(' ', depth).Append(record.Directive.Name).Append('|').AppendJoin('|', record.Arguments).Append('\n');
        foreach (var section in scope.Sections.OrderBy(section => section.Kind).DistinctBy(Identity))
        {
            text.Append(' ', depth).Append('<').Append(Identity(section)).Append(">\n");
            Describe(text, section, depth + 1);
        }
    }

    /// <summary>Of Directory sections with one name only the first counts.</summary>
    static string Identity(ConfigScope section) =>
        section.Kind == SectionKind.Directory ? $"Directory {section.Name}" : $"{section.Kind} {string.Join('|', section.Arguments)} {Place(section)}";

    static int Place(ConfigScope section) => section.Parent?.SectionsOf(section.Kind).ToList().IndexOf(section) ?? 0;

    static string SampleFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file) ?? "", "..", "..", "..", "conf-samples");
}
