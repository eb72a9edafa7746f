namespace ProftpdSharp.Core.Transfers;

/// <summary>On what terms the bytes of a file move.</summary>
public sealed record CopyTerms
{
    /// <summary>Line ends are translated (TYPE A).</summary>
    public bool IsAscii { get; init; }

    /// <summary>Whether a download may go from the file to the connection inside the kernel (UseSendfile).</summary>
    public bool UseSendfile { get; init; } = true;

    /// <summary>How many bytes an upload may add to its file (MaxStoreFileSize); null for any number.</summary>
    public long? MostStored { get; init; }

    /// <summary>How many bytes have to arrive (RANG); null when any number will do.</summary>
    public long? Expected { get; init; }

    /// <summary>How fast the bytes may move (TransferRate); null for as fast as they can.</summary>
    public TransferPace? Pace { get; init; }
}

/// <summary>TransferRate.</summary>
/// <param name="BytesPerSecond">More than zero.</param>
/// <param name="FreeBytes">So many bytes move at any speed first.</param>
public sealed record TransferPace(double BytesPerSecond, long FreeBytes)
{
    /// <summary>How much moves at once: a quarter of a second's worth, so that the connection never rests long.</summary>
    public int Step => (int)Math.Clamp(BytesPerSecond / 4, 256, 1 << 20);

    /// <summary>How long so many bytes have to take at least.</summary>
    public TimeSpan DurationOf(long bytes) => bytes <= FreeBytes ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min((bytes - FreeBytes) / BytesPerSecond, int.MaxValue));
}
