using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Running;

/// <summary>Our proftpd as a program that user nobody may read and that becomes nobody: a copy, because the tests may lie in somebody's home.</summary>
sealed class OrdinaryUserProgram : IDisposable
{
    const UnixFileMode EverybodyReads = (UnixFileMode)0b111_101_101;
    const int Nobody = 65534;

    readonly string _folder = Directory.CreateTempSubdirectory("proftpd-nobody-").FullName;

    public OrdinaryUserProgram()
    {
        File.SetUnixFileMode(_folder, EverybodyReads);
        CopyTree(Path.GetDirectoryName(ServerBinary.Ours.Path)!, $"{_folder}/bin");
        var script = $"{_folder}/proftpd";
        File.WriteAllText(script, $"#!/bin/sh\nexec setpriv --reuid={Nobody} --regid={Nobody} --clear-groups {_folder}/bin/proftpd \"$@\"\n");
        File.SetUnixFileMode(script, EverybodyReads);
        Binary = new ServerBinary("ours, as nobody", script);
    }

    public ServerBinary Binary { get; }

    public void Dispose() => HostFiles.RemoveTree(_folder);

    static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to, EverybodyReads);
        foreach (var file in Directory.GetFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, EverybodyReads);
        }
        foreach (var folder in Directory.GetDirectories(from))
            CopyTree(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
