using System.Runtime.CompilerServices;

namespace ProftpdSharp.UnitTests.Architecture;

/// <summary>The sources that these tests read.</summary>
static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Projects => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories);

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/')).Replace("ProftpdSharp.", "", StringComparison.Ordinal);

    public static IEnumerable<string> FilesOf(string project) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "ProftpdSharp.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
