using System.Globalization;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>The file that tells systemd, init scripts and administrators the daemon's pid: decimal and a newline, mode 0644.</summary>
static class PidFile
{
    const uint Mode = 0x1a4; // 0644
    const uint DirectoryMode = 0x1ed; // 0755

    /// <summary>Writes the file, replacing what was there.</summary>
    public static Errno Write(string path)
    {
        var opened = Open(path);
        if (opened.Error == Errno.ENOENT)
        {
            // /run is empty after every boot, and nobody but us makes /run/proftpd.
            Files.Mkdirat(Descriptor.WorkingDirectory, path[..path.LastIndexOf('/')], DirectoryMode);
            opened = Open(path);
        }
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value;
        // The creation mask of whoever started us must not hide it.
        Files.Fchmod(file, Mode);
        return Files.Write(file, ByteStrings.ToBytes(Processes.Getpid().ToString(CultureInfo.InvariantCulture) + "\n")).Error;
    }

    static Result<Descriptor> Open(string path) => Files.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, Mode);

    /// <summary>Removes the file if it is ours.</summary>
    public static void Remove(string path) => Files.Unlinkat(Descriptor.WorkingDirectory, path);
}
