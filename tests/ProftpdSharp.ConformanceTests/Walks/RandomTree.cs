using System.Text;
using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>Random files beside the usual ones in the home directories of those who walk. Names of links, and of nothing else, begin with <c>ln</c>.</summary>
/// <param name="random">Makes them.</param>
/// <param name="ground">What it is for.</param>
sealed class RandomTree(Random random, Ground ground)
{
    const int Deepest = 3;
    static readonly string[] Homes = ["alice", "bob", "ftp"];

    static readonly string[] Names =
    [
        "a", "b.txt", "c d", ".dot", "papers", "sub", "[x]", "st*r", "q?", "back\\slash", "quo\"te", "\xC3\xA9t\xC3\xA9", "\xE9\xFF", "UPPER.TXT", "lower.txt",
        "-dash", "tab\there", "#1#", "{b}", "~tilde", "semi;colon", "tail ", "x", "y", "z.tar.gz",
    ];

    static readonly string[] LinkNames = ["ln1", "ln2", "ln 3", "ln.4"];
    static readonly string[] LinkTargets = ["a", "b.txt", "docs", "nowhere", "..", ".", "/docs", "../bob", "/nowhere/x", "ln1", "sub/ln2", "../../none"];
    static readonly string[] LinksInJails = [.. LinkTargets.Where(target => target != "../bob")];
    static readonly string[] LinksDown = [.. LinkTargets.Where(target => !target.StartsWith("..", StringComparison.Ordinal))];
    static readonly (string User, string Group)[] Owners =
        [("alice", "alice"), ("alice", "staff"), ("alice", "alice"), ("bob", "bob"), ("bob", "staff"), ("root", "root"), ("ftp", "ftp")];
    static readonly uint[] FileModes = [0b110_100_100, 0b110_000_000, 0b110_110_110, 0b100_100_100, 0, 0b111_101_101, 0b110_100_000, 0b100_111_101_101];
    static readonly uint[] DirectoryModes = [0b111_101_101, 0b111_101_101, 0b111_111_111, 0b111_000_000, 0b101_101_101, 0b100_100_100, 0, 0b111_001_001, 0b001_111_111_111, 0b010_111_111_101];
    static readonly string[] Contents = ["", "text\n", "one\ntwo\n", "crlf\r\nlines\r\n", "no end", "\0\xFF\r\r\n\n\x1A", "last\r", "0123456789012345678901234567890123456789012345678901234567890123456789"];

    static readonly string[] Overrides =
    [
        "AllowOverwrite on\n", "Umask 000\n", "HiddenStores off\nAllowOverwrite on\n", "<Limit WRITE>\n  DenyAll\n</Limit>\n", "<Limit STOR MKD>\n  DenyUser bob\n</Limit>\n", "HideFiles ^b\n",
        "DirFakeUser on ~\nDirFakeMode 0444\n", "ListOptions -a\n", "AllowStoreRestart off\nAllowRetrieveRestart off\n", "<Limit READ DIRS>\n  DenyGroup trusted\n</Limit>\n",
    ];

    readonly List<FixtureEntry> _entries = [];

    /// <summary>The entries, directories before what is in them.</summary>
    public IReadOnlyList<FixtureEntry> Entries()
    {
        foreach (var home in Homes)
        {
            Fill($"home/{home}/", 1, 4 + random.Next(5));
        }

        return _entries;
    }

    void Fill(string directory, int depth, int count)
    {
        foreach (var name in random.GetItems(Names, count).Distinct())
        {
            var (user, group) = ground.IsOpen ? (directory.Split('/')[1], "staff") : Pick(Owners);
            if (depth < Deepest && random.Next(3) == 0)
            {
                _entries.Add(new FixtureEntry($"{directory}{name}/", ground.IsOpen ? DirectoryModes[0] : Pick(DirectoryModes), user, group, Time(), null, null));
                Fill($"{directory}{name}/", depth + 1, random.Next(5));
            }
            else
            {
                _entries.Add(new FixtureEntry(directory + name, ground.IsOpen ? FileModes[0] : Pick(FileModes), user, group, Time(), Content(), null));
            }
        }

        if (ground.Overrides && depth == 1 && random.Next(3) != 0)
            _entries.Add(new FixtureEntry(directory + ".ftpaccess", FileModes[0], "root", "root", Time(), Encoding.Latin1.GetBytes(Pick(Overrides)), null));
        if (ground.HasNoLinks)
            return;
        foreach (var name in random.GetItems(LinkNames, random.Next(3)).Distinct())
            _entries.Add(new FixtureEntry(directory + name, 0, "root", "root", Time(), null, Pick(ground.IsAboveHomes ? LinksDown : ground.IsJailed ? LinksInJails : LinkTargets)));
    }

    byte[] Content() => random.Next(12) == 0 ? TestPattern.Parse("{bytes 3000}")! : Encoding.Latin1.GetBytes(Pick(Contents));

    DateTime Time() => new DateTime(2018, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(100_000_000));

    T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
