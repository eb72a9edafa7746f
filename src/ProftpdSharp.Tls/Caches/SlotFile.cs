using System.Buffers.Binary;
using System.Security.Cryptography;
using ProftpdSharp.Native;

namespace ProftpdSharp.Tls.Caches;

/// <summary>
/// A file of fixed slots, each with a key, a value and a time to forget it, that several server processes use at once without waiting for each other: a slot
/// is written by one call, and whoever reads one that is half written sees it by its digest and takes it as absent. Only its owner may read it.
/// </summary>
sealed class SlotFile : IDisposable
{
    /// <summary>What a slot can hold: key and value.</summary>
    public const int Capacity = 10 * 1024;

    const int SlotHeader = 52;
    const int SlotSize = SlotHeader + Capacity;
    const int FileHeader = 4096;
    const int Neighbours = 8;
    const uint OwnerOnly = 0x180; // 0600
    const uint OthersBits = 0x3f;

    readonly Lock _lock = new();
    readonly Descriptor _file;

    SlotFile(string path, Descriptor file, long size)
    {
        (Path, _file, Size) = (path, file, size);
        Count = (int)Math.Clamp(size / SlotSize, 1, 1 << 20);
    }

    public string Path { get; }

    /// <summary>Bytes, as configured.</summary>
    public long Size { get; }

    /// <summary>How many slots there are.</summary>
    public int Count { get; }

    /// <summary>What happened since this process opened the file.</summary>
    public SlotCounts Counts { get; } = new();

    /// <summary>Opens the file, or makes it.</summary>
    public static Result<SlotFile> Open(string path, long size)
    {
        var opened = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow, OwnerOnly);
        if (!opened.Ok)
            return opened.Error;
        var status = Files.Fstat(opened.Value);
        if (status.Ok && status.Value.Kind == FileKind.Regular && (status.Value.Mode & OthersBits) == 0)
            return new SlotFile(path, opened.Value, size);
        opened.Value.Dispose();
        return Errno.EPERM;
    }

    /// <summary>The value of a key; null when there is none or its time has passed.</summary>
    public byte[]? Find(ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        lock (_lock)
        {
            for (var i = 0; i < Neighbours; i++)
            {
                if (Read(Place(key, i)) is { } slot && slot.Key.AsSpan().SequenceEqual(key))
                    return slot.Until > now ? Counts.Hit(slot.Value) : Counts.Expire();
            }
            return Counts.Miss();
        }
    }

    /// <summary>Keeps a value in the slot of its key, a free one beside it, or that of the one that would be forgotten first; false when it is too large.</summary>
    public bool Store(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, DateTimeOffset until, DateTimeOffset now)
    {
        if (key.Length + value.Length > Capacity)
            return Counts.Exceed(value.Length);
        lock (_lock)
        {
            var (best, bestUntil) = (0, DateTimeOffset.MaxValue);
            for (var i = 0; i < Neighbours; i++)
            {
                var place = Place(key, i);
                var slot = Read(place);
                var slotUntil = slot is null || slot.Value.Until <= now || slot.Value.Key.AsSpan().SequenceEqual(key) ? DateTimeOffset.MinValue : slot.Value.Until;
                if (slotUntil < bestUntil)
                    (best, bestUntil) = (place, slotUntil);
            }
            return Counts.Store(Write(best, key, value, until));
        }
    }

    /// <summary>Every value whose time has not passed.</summary>
    public IReadOnlyList<byte[]> All(DateTimeOffset now)
    {
        lock (_lock)
            return [.. Enumerable.Range(0, Count).Select(Read).OfType<Slot>().Where(slot => slot.Until > now).Select(slot => slot.Value)];
    }

    /// <summary>Empties all slots.</summary>
    /// <returns>How many had a value.</returns>
    public int Clear(DateTimeOffset now)
    {
        lock (_lock)
        {
            var count = All(now).Count;
            Counts.Delete(count);
            _ = Files.Ftruncate(_file, 0);
            return count;
        }
    }

    /// <summary>Removes the file; it is of no more use.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _ = Files.Ftruncate(_file, 0);
            _ = Files.Unlinkat(Descriptor.WorkingDirectory, Path);
        }
    }

    public void Dispose() => _file.Dispose();

    int Place(ReadOnlySpan<byte> key, int neighbour)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        return (int)((BinaryPrimitives.ReadUInt32LittleEndian(digest) % (uint)Count + (uint)neighbour) % (uint)Count);
    }

    Slot? Read(int place)
    {
        var bytes = new byte[SlotSize];
        var read = Files.Pread(_file, bytes, FileHeader + (long)place * SlotSize);
        if (!read.Ok || read.Value < SlotHeader)
            return null;
        var (keyLength, valueLength) = (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)));
        if (keyLength <= 0 || valueLength < 0 || keyLength > Capacity || valueLength > Capacity - keyLength || read.Value < SlotHeader + keyLength + valueLength)
            return null;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(bytes, keyLength + valueLength, digest);
        if (!digest.SequenceEqual(bytes.AsSpan(16, SHA256.HashSizeInBytes)))
            return null;
        var content = bytes.AsSpan(SlotHeader, keyLength + valueLength);
        var slot = new Slot(
            content[..keyLength].ToArray(), content[keyLength..].ToArray(), DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(bytes)));
        CryptographicOperations.ZeroMemory(bytes);
        return slot;
    }

    bool Write(int place, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, DateTimeOffset until)
    {
        var bytes = new byte[SlotSize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, until.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), value.Length);
        key.CopyTo(bytes.AsSpan(SlotHeader));
        value.CopyTo(bytes.AsSpan(SlotHeader + key.Length));
        Digest(bytes, key.Length + value.Length, bytes.AsSpan(16, SHA256.HashSizeInBytes));
        var written = Files.Pwrite(_file, bytes, FileHeader + (long)place * SlotSize);
        CryptographicOperations.ZeroMemory(bytes);
        return written.Ok && written.Value == SlotSize;
    }

    static void Digest(byte[] slot, int length, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(slot.AsSpan(0, 16));
        hash.AppendData(slot.AsSpan(SlotHeader, length));
        hash.GetHashAndReset(digest);
    }

    readonly record struct Slot(byte[] Key, byte[] Value, DateTimeOffset Until);
}

/// <summary>What <c>ftpdctl tls sesscache info</c> counts.</summary>
sealed class SlotCounts
{
    public DateTimeOffset Since { get; } = TimeProvider.System.GetLocalNow();

    public int Hits { get; private set; }

    public int Misses { get; private set; }

    public int Stored { get; private set; }

    public int Deleted { get; private set; }

    public int Expired { get; private set; }

    public int Errors { get; private set; }

    public int Exceeding { get; private set; }

    /// <summary>The largest value that was too large, in bytes.</summary>
    public int Largest { get; private set; }

    /// <summary>A hit, or a miss for null.</summary>
    public byte[]? Find(byte[]? value) => value is null ? Miss() : Hit(value);

    public byte[] Hit(byte[] value)
    {
        Hits++;
        return value;
    }

    public byte[]? Miss()
    {
        Misses++;
        return null;
    }

    public byte[]? Expire()
    {
        Expired++;
        return Miss();
    }

    public bool Store(bool isDone)
    {
        Stored += isDone ? 1 : 0;
        Errors += isDone ? 0 : 1;
        return isDone;
    }

    public bool Exceed(int size)
    {
        Exceeding++;
        Largest = Math.Max(Largest, size);
        return false;
    }

    public void Delete(int count) => Deleted += count;
}
