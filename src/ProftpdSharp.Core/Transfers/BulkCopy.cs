using System.Buffers;
using System.Runtime.CompilerServices;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

/// <summary>
/// Moves a file's bytes over a data connection on a thread of its own: work until the descriptor has no more, then poll for the connection, the
/// interruption and the stall limit. A plain connection, and one that the kernel encrypts, sends with sendfile; everything else goes through a buffer. So do plain uploads: splice(2)
/// stores a socket's bytes in the small pieces in which they came, at less than half the speed.
/// </summary>
/// <param name="stream">The data connection.</param>
/// <param name="file">The open file.</param>
/// <param name="identity">Who writes to the file: quotas and reserved blocks count for the user, not for the server.</param>
/// <param name="interruption">Ends the copy when raised.</param>
/// <param name="terms">How, how fast and how much.</param>
/// <param name="stalled">TimeoutStalled; zero for none.</param>
/// <param name="clock">What TransferRate goes by.</param>
/// <param name="control">The control connection.</param>
sealed class BulkCopy(
    NetStream stream, Descriptor file, FileIdentity identity, Interruption interruption, CopyTerms terms, TimeSpan stalled, TimeProvider clock, Descriptor control)
{
    const int LargestStep = 1 << 20;
    const int BufferSize = 256 * 1024;

    readonly AsciiTranslation? _ascii = terms.IsAscii ? new AsciiTranslation() : null;
    readonly int _step = terms.Pace?.Step ?? LargestStep;
    readonly int _buffered = Math.Min(terms.Pace?.Step ?? BufferSize, BufferSize);
    readonly long _began = clock.GetTimestamp();
    long _moved;
    bool _sends;
    volatile StrongBox<CopyResult>? _loss;

    /// <summary>Bytes of the file moved so far: line ends count as the file has them, as upstream counts.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>Whether the kernel takes the file's bytes itself.</summary>
    public bool IsKernels { get; private set; }

    /// <summary>Sends bytes of the file.</summary>
    /// <param name="offset">Where to begin.</param>
    /// <param name="length">How many at most; the end of the file ends it earlier.</param>
    public Task<CopyResult> SendAsync(long offset, long length)
    {
        _sends = true;
        IsKernels = stream.SendsFiles && _ascii is null && terms.UseSendfile;
        return OnThread(() => IsKernels ? SendFile(offset, length) : SendBuffered(offset, length));
    }

    /// <summary>
    /// The client's control connection is gone. What the kernel sends goes on to its end; an upload is whole when its data connection ends next, and is
    /// over when more bytes come.
    /// </summary>
    /// <returns>False when the copy has to be stopped at once.</returns>
    public bool LoseControl(CopyResult end)
    {
        _loss = new StrongBox<CopyResult>(end);
        return IsKernels || !_sends;
    }

    /// <summary>Stores what arrives, at the file's position.</summary>
    public Task<CopyResult> ReceiveAsync() => OnThread(Receive);

    static Task<CopyResult> OnThread(Func<CopyResult> copy)
    {
        var completion = new TaskCompletionSource<CopyResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => completion.SetResult(copy()), 256 * 1024) { IsBackground = true, Name = "transfer" };
        thread.Start();
        return completion.Task;
    }

    CopyResult SendFile(long offset, long length)
    {
        while (length > 0)
        {
            var step = stream.TrySendFile(file, offset, (int)Math.Min(length, _step));
            if (step is { Status: IoStatus.Done, Count: 0 })
                break;
            // File systems without sendfile; nothing was lost.
            if (step.Status == IoStatus.Failed && step.Error is Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP)
                return SendBuffered(offset, length);
            offset += step.Count;
            length -= step.Count;
            Interlocked.Add(ref _moved, step.Count);
            if (WaitAfter(step) is { } end)
                return end;
            if (step.Status == IoStatus.Done && Rest() is { } tired)
                return tired;
        }
        return new CopyResult(CopyEnd.Complete);
    }

    CopyResult SendBuffered(long offset, long length)
    {
        var raw = ArrayPool<byte>.Shared.Rent(BufferSize);
        var wire = _ascii is null ? raw : ArrayPool<byte>.Shared.Rent(2 * BufferSize);
        try
        {
            while (length > 0)
            {
                var read = Files.Pread(file, raw.AsSpan(0, (int)Math.Min(length, _buffered)), offset);
                if (!read.Ok)
                    return new CopyResult(CopyEnd.FileFailed, read.Error);
                if (read.Value == 0)
                    break;
                offset += read.Value;
                length -= read.Value;
                var count = _ascii?.ToNetwork(raw.AsSpan(0, read.Value), wire) ?? read.Value;
                if (Send(wire.AsSpan(0, count)) is { } end)
                    return end;
                if (_ascii is not null)
                    Interlocked.Add(ref _moved, read.Value);
                if (Rest() is { } tired)
                    return tired;
            }
            return new CopyResult(CopyEnd.Complete);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            if (wire != raw)
                ArrayPool<byte>.Shared.Return(wire);
        }
    }

    CopyResult? Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var step = stream.TryWrite(bytes);
            if (step.Status == IoStatus.Done)
                bytes = bytes[step.Count..];
            if (_ascii is null)
                Interlocked.Add(ref _moved, step.Count);
            if (WaitAfter(step) is { } end)
                return end;
        }
        return null;
    }

    CopyResult Receive()
    {
        var wire = ArrayPool<byte>.Shared.Rent(BufferSize);
        var translated = _ascii is null ? wire : ArrayPool<byte>.Shared.Rent(BufferSize + 1);
        try
        {
            return Receive(wire, translated);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(wire);
            if (translated != wire)
                ArrayPool<byte>.Shared.Return(translated);
        }
    }

    CopyResult Receive(byte[] wire, byte[] translated)
    {
        var identitySwitch = new WorkerIdentity();
        var groups = identity.Groups.ToArray();
        while (true)
        {
            var step = Fill(wire, out var count);
            if (count > 0)
            {
                var length = _ascii?.FromNetwork(wire.AsSpan(0, count), translated) ?? count;
                Interlocked.Add(ref _moved, length);
                var failure = IsTooMuch ? new CopyResult(CopyEnd.FileFailed, Errno.EFBIG) : Store(translated.AsSpan(0, length), identitySwitch, groups);
                if (failure is not null)
                    return failure.Value;
                if (Rest() is { } tired)
                    return tired;
            }
            if (step.Status == IoStatus.EndOfStream)
            {
                var rest = _ascii?.Finish(translated) ?? 0;
                Interlocked.Add(ref _moved, rest);
                return Store(translated.AsSpan(0, rest), identitySwitch, groups) ?? new CopyResult(CopyEnd.Complete);
            }
            if (count > 0 && ControlLoss() is { } loss)
                return loss;
            if (WaitAfter(step) is { } end)
                return end;
        }
    }

    /// <summary>Whether the control connection is gone: the session may not have come to see it yet.</summary>
    CopyResult? ControlLoss()
    {
        const PollEvents Broken = PollEvents.Error | PollEvents.HangUp;
        if (_loss is { } known)
            return known.Value;
        Span<PollItem> items = [new PollItem(control, PollEvents.ReadHangUp)];
        if (Poll.Wait(items, 0) is not { Ok: true, Value: > 0 })
            return null;
        return new CopyResult(CopyEnd.ControlLost, (items[0].Happened & Broken) != 0 ? Errno.ECONNRESET : Errno.None);
    }

    /// <summary>Reads until the buffer is full or the connection has no more for now: a TLS record is 16 KiB, a write should be more.</summary>
    IoStep Fill(byte[] buffer, out int count)
    {
        count = 0;
        IoStep step;
        do
        {
            step = stream.TryRead(buffer.AsSpan(count, _buffered - count));
            count += step.Count;
        }
        while (step.Status == IoStatus.Done && count < _buffered);
        return step;
    }

    /// <summary>Stores bytes whole; otherwise why not. A FIFO takes them as its reader does, who may leave: to upstream the data connection is then closed.</summary>
    CopyResult? Store(ReadOnlySpan<byte> bytes, WorkerIdentity identitySwitch, uint[] groups)
    {
        while (!bytes.IsEmpty)
        {
            var error = Write(ref bytes, identitySwitch, groups);
            if (error is not (Errno.None or Errno.EAGAIN))
                return error == Errno.EPIPE ? new CopyResult(CopyEnd.PeerClosed) : new CopyResult(CopyEnd.FileFailed, error);
            if (error == Errno.EAGAIN && Wait(file, PollEvents.Out) is { } end)
                return end;
        }
        return null;
    }

    Errno Write(ref ReadOnlySpan<byte> bytes, WorkerIdentity identitySwitch, uint[] groups)
    {
        var error = identitySwitch.Take(identity, groups);
        if (error != Errno.None)
            return error;
        while (!bytes.IsEmpty && error == Errno.None)
        {
            var stored = Files.Write(file, bytes);
            error = stored.Error;
            bytes = bytes[stored.Value..];
        }
        identitySwitch.Return();
        return error;
    }

    CopyResult? WaitAfter(IoStep step)
    {
        if (interruption.IsRaised)
            return new CopyResult(CopyEnd.Interrupted);
        return step.Status switch
        {
            IoStatus.Done => null,
            IoStatus.WantRead => Wait(stream.Descriptor, PollEvents.In),
            IoStatus.WantWrite => Wait(stream.Descriptor, PollEvents.Out),
            IoStatus.EndOfStream => new CopyResult(CopyEnd.PeerClosed),
            _ => SendFailure(step.Error),
        };
    }

    /// <summary>Whether the file would become larger than it may; nothing of what was read last is stored then.</summary>
    bool IsTooMuch => terms.MostStored is { } most && _moved > most;

    /// <summary>Sleeps as long as TransferRate asks for, unless interrupted.</summary>
    CopyResult? Rest()
    {
        if (terms.Pace is not { } pace)
            return null;
        var rest = pace.DurationOf(_moved) - clock.GetElapsedTime(_began);
        if (rest <= TimeSpan.Zero)
            return null;
        Span<PollItem> items = [new PollItem(interruption.Descriptor, PollEvents.In)];
        Poll.Wait(items, (int)Math.Min(rest.TotalMilliseconds + 1, int.MaxValue));
        return interruption.IsRaised ? new CopyResult(CopyEnd.Interrupted) : null;
    }

    CopyResult? Wait(Descriptor target, PollEvents events)
    {
        Span<PollItem> items = [new PollItem(target, events), new PollItem(interruption.Descriptor, PollEvents.In)];
        var timeout = stalled > TimeSpan.Zero ? (int)Math.Min(stalled.TotalMilliseconds, int.MaxValue) : Timeout.Infinite;
        var ready = Poll.Wait(items, timeout);
        if (ready is { Ok: true, Value: 0 })
            return new CopyResult(CopyEnd.Stalled);
        return interruption.IsRaised ? new CopyResult(CopyEnd.Interrupted) : null;
    }

    static CopyResult SendFailure(Errno error) => new(CopyEnd.PeerClosed, error);
}
