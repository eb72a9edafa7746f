using System.Diagnostics;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>Files of the host that servers made.</summary>
public static class HostFiles
{
    /// <summary>Removes a directory and all below it, names that are no UTF-8 and what is mounted there included; a missing one is fine.</summary>
    public static void RemoveTree(string path)
    {
        foreach (var mounted in MountedBelow(path))
            Run("/bin/umount", "-l", mounted);
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // .NET cannot name files whose names are no UTF-8.
            Run("/bin/rm", "-rf", path);
        }
    }

    static IEnumerable<string> MountedBelow(string path) => File.ReadAllLines("/proc/self/mounts")
        .Select(line => line.Split(' ')[1]).Where(point => point.StartsWith($"{path}/", StringComparison.Ordinal)).Reverse();

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }
}
