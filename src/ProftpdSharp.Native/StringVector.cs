using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>A NULL-terminated char*[] of byte strings, as execve takes it.</summary>
readonly unsafe ref struct StringVector
{
    readonly int _count;

    public byte** Pointer { get; }

    public StringVector(IReadOnlyList<string> texts)
    {
        _count = texts.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
        {
            var length = texts[i].Length;
            Pointer[i] = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
            _ = ByteStrings.Write(texts[i], new Span<byte>(Pointer[i], length));
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
            NativeMemory.Free(Pointer[i]);
        NativeMemory.Free(Pointer);
    }
}
