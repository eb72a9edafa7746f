namespace ProftpdSharp.Native;

/// <summary>What a file is: the type bits of its mode, and d_type of a directory entry (the same numbers).</summary>
public enum FileKind : byte
{
    /// <summary>The file system does not tell in directory entries; ask for the status.</summary>
    Unknown = 0,
    Fifo = 1,
    CharacterDevice = 2,
    Directory = 4,
    BlockDevice = 6,
    Regular = 8,
    SymbolicLink = 10,
    Socket = 12,
}

/// <summary>A time of a file: seconds since 1970 UTC (negative before) and nanoseconds within the second.</summary>
public readonly record struct FileTime(long Seconds, uint Nanoseconds = 0)
{
    /// <summary>A time by its fields, in UTC, normalised as timegm(3) does: 31 February is 3 March, month 0 is December before.</summary>
    /// <param name="year">2 to 9998.</param>
    /// <param name="month">1 is January.</param>
    /// <param name="day">1 is the first.</param>
    /// <param name="hour">0 to 24.</param>
    /// <param name="minute">0 to 60.</param>
    /// <param name="second">0 to 61.</param>
    public static FileTime OfFields(int year, int month, int day, int hour, int minute, int second)
    {
        var start = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(month - 1).ToUnixTimeSeconds();
        return new FileTime(start + ((((((day - 1L) * 24) + hour) * 60) + minute) * 60) + second);
    }

    /// <summary>UTIME_NOW: the kernel's own clock; who may write the file may set it.</summary>
    public static FileTime Now => new(0, 0x3fff_ffff);

    /// <summary>UTIME_OMIT: stays as it is.</summary>
    public static FileTime Unchanged => new(0, 0x3fff_fffe);

    /// <exception cref="ArgumentOutOfRangeException">Outside of years 1 to 9999.</exception>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);

    public static FileTime From(DateTimeOffset time) =>
        new(time.ToUnixTimeSeconds(), (uint)(time.UtcTicks % TimeSpan.TicksPerSecond * 100));
}

/// <summary>What stat(2) tells about a file.</summary>
public readonly record struct FileStatus
{
    /// <summary>Type and permission bits, as st_mode.</summary>
    public required uint Mode { get; init; }
    public required uint Uid { get; init; }
    public required uint Gid { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
    public required uint Links { get; init; }
    public required ulong Inode { get; init; }

    /// <summary>The device the file is on, as st_dev.</summary>
    public required ulong Device { get; init; }

    /// <summary>Units of 512 bytes that the file takes.</summary>
    public required long Blocks { get; init; }

    /// <summary>Bytes that make good reads and writes.</summary>
    public required uint BlockSize { get; init; }
    public required FileTime Accessed { get; init; }
    public required FileTime Modified { get; init; }

    /// <summary>Last change of the status (ctime).</summary>
    public required FileTime Changed { get; init; }

    public FileKind Kind => (FileKind)((Mode >> 12) & 0xf);

    /// <summary>The twelve permission bits, set-user-id and sticky included.</summary>
    public uint Permissions => Mode & 0xfff;
    public bool IsDirectory => Kind == FileKind.Directory;
    public bool IsRegular => Kind == FileKind.Regular;

    public bool IsFifo => Kind == FileKind.Fifo;
    public bool IsSymbolicLink => Kind == FileKind.SymbolicLink;

    /// <summary>Whether both are the same file: same device, same inode.</summary>
    public bool IsSameFileAs(in FileStatus other) => Inode == other.Inode && Device == other.Device;
}
