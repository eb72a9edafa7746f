using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>A directory of a test's own, open, and removed with all that is in it.</summary>
sealed class TempDirectory : IDisposable
{
    public TempDirectory()
    {
        Path = Directory.CreateTempSubdirectory("proftpdsharp-").FullName;
        Handle = Must(Files.Open(Path, OpenFlags.Path | OpenFlags.Directory));
    }

    public string Path { get; }

    public Descriptor Handle { get; }

    public string this[string name] => $"{Path}/{name}";

    /// <summary>The value of a call that has to succeed here.</summary>
    public static T Must<T>(Result<T> result) => result.Ok ? result.Value : throw new InvalidOperationException($"{result.Error}");

    public static void Must(Errno error) => Assert.Equal(Errno.None, error);

    /// <summary>Makes a file with text in it and leaves it open for reading and writing.</summary>
    public Descriptor MakeFile(string name, string text = "", uint mode = 0x1a4)
    {
        var file = Must(Files.OpenAt(Handle, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, mode));
        Assert.Equal(text.Length, Must(Files.Write(file, ByteStrings.ToBytes(text))));
        Must(Files.Fchmod(file, mode));
        return file;
    }

    public void Dispose()
    {
        Empty(Handle);
        Handle.Dispose();
        Directory.Delete(Path);
    }

    /// <summary>Not .NET's recursive removal, which cannot name files whose names are no UTF-8.</summary>
    static void Empty(Descriptor parent)
    {
        using var directory = Must(Files.OpenAt(parent, ".", OpenFlags.ReadOnly | OpenFlags.Directory));
        var buffer = new byte[4096];
        while (Must(Files.Getdents64(directory, buffer)) is var count and > 0)
        {
            foreach (var entry in new DirectoryEntries(buffer.AsSpan(0, count)))
            {
                if (!entry.IsDots)
                    Remove(directory, ByteStrings.FromBytes(entry.Name), entry.Kind);
            }
        }
    }

    static void Remove(Descriptor directory, string name, FileKind kind)
    {
        if (kind == FileKind.Directory)
        {
            using var inner = Must(Files.OpenAt(directory, name, OpenFlags.Path | OpenFlags.NoFollow));
            Must(Files.ChmodAt(inner, 0x1c0));
            Empty(inner);
        }
        Must(Files.Unlinkat(directory, name, kind == FileKind.Directory ? AtFlags.RemoveDirectory : AtFlags.None));
    }
}
