using System.Globalization;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>The file that tells systemd, init scripts and administrators the daemon's pid: decimal and a newline, mode 0644.</summary>
static class PidFile
{
    const uint Mode = 0x1a4; // 0644

    /// <summary>Writes the file, replacing what was there.</summary>
    public static Errno Write(string path)
    {
        var opened = Files.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, Mode);
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value;
        // The creation mask of whoever started us must not hide it.
        Files.Fchmod(file, Mode);
        return Files.Write(file, ByteStrings.ToBytes(Processes.Getpid().ToString(CultureInfo.InvariantCulture) + "\n")).Error;
    }

    /// <summary>Removes the file if it is ours.</summary>
    public static void Remove(string path) => Files.Unlinkat(Descriptor.WorkingDirectory, path);
}
