using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>
/// Mutated configurations are accepted or refused, and nothing else happens: no exception, no hang, no memory without bounds. PROFTPD_FUZZ_SECONDS
/// makes it go on for as long (600 for the whole run); the input that fails is printed.
/// </summary>
public sealed class ParserFuzzTests
{
    const int Few = 3000;

    /// <summary>Bytes allocated in total, not at once: a file that includes itself twice is read ten thousand times.</summary>
    const long MostMemory = 4L << 30;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly string[] Pieces =
    [
        "<Directory /x>", "</Directory>", "<Limit ALL>", "</Limit>", "<Global>", "</Global>", "<VirtualHost 127.0.0.1>", "</VirtualHost>", "<Anonymous ~x>",
        "</Anonymous>", "<IfUser regex (", "<IfModule !mod_x.c>", "</IfModule>", "<IfDefine", "</IfDefine>", "<IfVersion ~ /(a+)+$/>", "<Class x>", "From !all,none", "</Class>",
        "Include /etc/proftpd.conf", "Include /etc/*", "Include /*/x", "LoadModule mod_sql.c", "SQLEngine on", "%{env:A}", "SetEnv A %{env:A}%{env:A}", "\\\n", "\"", "\0",
        "Allow from 1.2.3.4/99", "AllowUser AND a", "Umask 99999999999", "HideFiles ((((", "ModuleOrder mod_core.c", "TransferRate RETR 99999999999999:1", "\u00ff\u00fe",
    ];

    [Fact]
    public async Task Nothing_breaks_the_parser()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("PROFTPD_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 0;
        var corpus = Directory.GetFiles(Probes(), "*.conf").Select(file => File.ReadAllText(file, Encoding.Latin1)).ToArray();
        var registry = TestRegistry.Make();
        var clock = Stopwatch.StartNew();
        for (var seed = 0; seed < Few || clock.Elapsed.TotalSeconds < seconds; seed++)
        {
            var text = Mutated(corpus, new Random(seed));
            var load = Task.Run(() => Load(text, registry));
            try
            {
                var memory = await load.WaitAsync(Patience);
                Assert.True(memory < MostMemory, $"seed {seed} took {memory} bytes\n{text}");
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {failure}\n{text}");
            }
        }
    }

    /// <summary>Loads a text as the main file and as .ftpaccess.</summary>
    /// <returns>The bytes that were allocated.</returns>
    static long Load(string text, DirectiveRegistry registry)
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/a.conf"] = text;
        var before = GC.GetAllocatedBytesForCurrentThread();
        machine.Load(text, options => options with { ReportAll = text.Length % 2 == 0 }, registry);
        FtpAccessFile.Parse("/x/.ftpaccess", Encoding.Latin1.GetBytes(text), registry, MemoryMachine.Options(machine), []);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    static string Mutated(string[] corpus, Random random)
    {
        var text = new StringBuilder(corpus[random.Next(corpus.Length)]);
        for (var count = 1 + random.Next(12); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(7))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? "" : "\n"));
                    break;
                case 1:
                    text.Insert(at, corpus[random.Next(corpus.Length)]);
                    break;
                case 2 when at < text.Length:
                    text[at] = (char)random.Next(256);
                    break;
                case 3 when at < text.Length:
                    text.Remove(at, random.Next(Math.Min(40, text.Length - at)) + 1);
                    break;
                case 4:
                    text.Insert(at, new string((char)random.Next(256), random.Next(6000)));
                    break;
                case 5:
                    text.Append(text.ToString(0, Math.Min(text.Length, 4000)));
                    break;
                default:
                    text.Append('\n');
                    break;
            }
        }

        return text.ToString();
    }

    static string Probes([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file) ?? "", "..", "Probes");
}
