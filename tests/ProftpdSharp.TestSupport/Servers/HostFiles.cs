using System.Diagnostics;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>Files of the host that servers made.</summary>
public static class HostFiles
{
    /// <summary>Removes a directory and all below it, names that are no UTF-8 included; a missing one is fine.</summary>
    public static void RemoveTree(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // .NET cannot name files whose names are no UTF-8.
            using var remove = Process.Start("/bin/rm", ["-rf", path]);
            remove.WaitForExit();
        }
    }
}
