using System.Text.RegularExpressions;
using Xunit;

namespace ProftpdSharp.UnitTests.Architecture;

/// <summary>Folders are namespaces, and their using directives form no circle.</summary>
public sealed partial class NamespaceTests
{
    public static TheoryData<string> Projects => [.. SourceTree.Projects.Select(SourceTree.NameOf)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_named_after_its_folder(string name)
    {
        var project = SourceTree.Projects.Single(project => SourceTree.NameOf(project) == name);
        foreach (var file in SourceTree.FilesOf(project))
        {
            var declared = NamespaceLine().Match(File.ReadAllText(file));
            if (declared.Success)
                Assert.Equal(NamespaceOf(project, file), declared.Groups[1].Value);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_circle_of_folders(string name)
    {
        var project = SourceTree.Projects.Single(project => SourceTree.NameOf(project) == name);
        var uses = SourceTree.FilesOf(project).GroupBy(file => NamespaceOf(project, file)).ToDictionary(
            group => group.Key,
            group => group.SelectMany(UsingsOf).Distinct().Where(used => used != group.Key).ToList());
        foreach (var start in uses.Keys)
            Assert.Equal("", string.Join(" -> ", WayBack(uses, start)));
    }

    /// <summary>The namespaces of a way from one back to itself; empty when there is none.</summary>
    static List<string> WayBack(Dictionary<string, List<string>> uses, string start)
    {
        var cameFrom = new Dictionary<string, string>();
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in uses.GetValueOrDefault(at, []))
            {
                if (next == start)
                    return Trace(cameFrom, at, start);
                if (uses.ContainsKey(next) && cameFrom.TryAdd(next, at))
                    queue.Enqueue(next);
            }
        }
        return [];
    }

    static List<string> Trace(Dictionary<string, string> cameFrom, string last, string start)
    {
        List<string> way = [start];
        for (var at = last; at != start; at = cameFrom[at])
            way.Insert(0, at);
        way.Insert(0, start);
        return way;
    }

    static IEnumerable<string> UsingsOf(string file) => UsingLine().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    static string NamespaceOf(string project, string file)
    {
        var folder = Path.GetRelativePath(Path.GetDirectoryName(project)!, Path.GetDirectoryName(file)!);
        var root = Path.GetFileNameWithoutExtension(project);
        return folder == "." ? root : $"{root}.{folder.Replace('/', '.')}";
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?(ProftpdSharp\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
