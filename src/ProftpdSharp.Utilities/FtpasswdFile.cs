using System.Text;

namespace ProftpdSharp.Utilities;

/// <summary>A file of the passwd(5) or group(5) kind: lines of fields with colons between them, the name first.</summary>
sealed class FtpasswdFile
{
    readonly string _path;
    readonly List<string> _lines = [];

    FtpasswdFile(string path) => _path = path;

    /// <summary>Reads a file; empty when there is none, or when it is to be made anew.</summary>
    public static FtpasswdFile Read(string path, bool anew)
    {
        var file = new FtpasswdFile(path);
        if (!anew && File.Exists(path))
            file._lines.AddRange(File.ReadAllLines(path, Encoding.Latin1));
        return file;
    }

    /// <summary>The fields of an entry; null when there is none.</summary>
    public string[]? Find(string name) => IndexOf(name) is >= 0 and var index ? _lines[index].Split(':') : null;

    /// <summary>Puts an entry in the place of the one of its name, or at the end.</summary>
    public void Set(params string[] fields)
    {
        var line = string.Join(':', fields);
        var index = IndexOf(fields[0]);
        if (index < 0)
            _lines.Add(line);
        else
            _lines[index] = line;
    }

    public void Remove(string name)
    {
        if (IndexOf(name) is >= 0 and var index)
            _lines.RemoveAt(index);
    }

    /// <summary>Writes the file whole, under another name first, so that no reader finds half of it; only root and its group may read it.</summary>
    public void Write()
    {
        var made = $"{_path}.{Environment.ProcessId}";
        using (var stream = new FileStream(made, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(Encoding.Latin1.GetBytes(string.Concat(_lines.Select(line => line + "\n"))));
        }
        File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.Move(made, _path, overwrite: true);
    }

    int IndexOf(string name) => _lines.FindIndex(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
