using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

public enum TransferDirection
{
    /// <summary>To the client: RETR, LIST.</summary>
    Send,

    /// <summary>From the client: STOR.</summary>
    Receive,
}

/// <summary>
/// One transfer over one data connection: open, copy, complete. RETR, STOR, LIST and MLSD all use it.
/// While bytes move, the control channel is served: ABOR, STAT, QUIT and whatever needs no data connection.
/// </summary>
public sealed class DataTransfer : IDisposable
{
    readonly Session _session;
    readonly Command _command;
    readonly TransferState _state;
    readonly AsyncStream _data;
    readonly DateTimeOffset _started;
    BulkCopy? _copy;
    long _sentText;
    CopyResult _result;
    bool _stalled;
    CopyResult? _loss;

    DataTransfer(Session session, Command command, TransferDirection direction, AsyncStream data)
    {
        (_session, _command, Direction, _data) = (session, command, direction, data);
        _state = session.State(TransferState.Key);
        _started = session.Host.Clock.GetUtcNow();
        _state.Current = this;
        session.IsTransferring = true;
    }

    public TransferDirection Direction { get; }

    /// <summary>The file on the host; empty for listings.</summary>
    public string FullPath { get; private init; } = "";

    /// <summary>The command that transfers, for STAT.</summary>
    public Command Command => _command;

    /// <summary>How fast, how much and in what way the file's bytes move; set before they do.</summary>
    public CopyTerms Terms { get; set; } = new();

    /// <summary>Bytes moved so far.</summary>
    public long Moved => _copy?.Moved ?? Interlocked.Read(ref _sentText);

    /// <summary>The size of what is sent; null when it is not known.</summary>
    public long? Size { get; private set; }

    /// <summary>Where the bytes that are sent end in their file, which is the file's size unless RANG asked for less; null when it is not known.</summary>
    public long? FileSize { get; private set; }

    /// <summary>Where in the file the first byte belongs; null for listings.</summary>
    public long? Offset { get; private set; }

    /// <summary>True once ABOR was given.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>How the copy ended; valid after it did.</summary>
    public CopyResult Result => _result;

    /// <summary>
    /// Makes the data connection as PASV or PORT arranged it, sends the 150 and puts the session's layer over it.
    /// </summary>
    /// <param name="session">Whose transfer.</param>
    /// <param name="command">What transfers.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="opening">The text of the 150; see <see cref="TransferReplies.Opening"/>.</param>
    /// <param name="fullPath">The file on the host, for the transfer log; empty for listings.</param>
    /// <param name="terms">Those of a download.</param>
    /// <returns>Null when there is no connection: the reply (425) was appended.</returns>
    public static async ValueTask<DataTransfer?> OpenAsync(Session session, Command command, TransferDirection direction, string opening, string fullPath = "", CopyTerms? terms = null)
    {
        if (Trial.Withholds(session))
            return null;
        var state = session.State(TransferState.Key);
        state.Attempt = new TransferAttempt(command, fullPath, IsReady: true);
        session.Interruption.Reset();
        await state.Lingering;
        var connected = await DataConnection.OpenAsync(session, command, state);
        if (!connected.Ok)
        {
            if (session.Ending is null && session.Interruption.IsRaised)
                TransferReplies.GivenUp(session);
            else if (session.Ending is null)
                TransferReplies.NotConnected(session, connected.Error);
            return null;
        }
        session.Deadlines.Stop(Deadline.NoTransfer);
        var transfer = new DataTransfer(session, command, direction, connected.Value) { FullPath = fullPath, Terms = terms ?? new CopyTerms() };
        var sendsFile = terms is { UseSendfile: true } && !state.TranslatesLines;
        await session.SendNowAsync(150, opening);
        if (state.Layer is null || await state.Layer(session, command, connected.Value, sendsFile))
            return transfer;
        transfer.Dispose();
        TransferReplies.NotConnected(session, Errno.EPERM);
        return null;
    }

    /// <summary>Sends bytes of a file.</summary>
    public ValueTask<CopyResult> SendFileAsync(Descriptor file, long offset, long length)
    {
        (Size, Offset) = (length, offset);
        FileSize = offset + length;
        _copy = NewCopy(file);
        return ServeAsync(_copy.SendAsync(offset, length));
    }

    /// <summary>Stores what arrives at the file's position.</summary>
    /// <param name="file">Open for writing.</param>
    /// <param name="offset">That position.</param>
    public ValueTask<CopyResult> ReceiveFileAsync(Descriptor file, long offset)
    {
        Offset = offset;
        _copy = NewCopy(file);
        return ServeAsync(_copy.ReceiveAsync());
    }

    /// <summary>Sends a listing as it is produced; its lines already end in CR LF.</summary>
    public ValueTask<CopyResult> SendTextAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks) => ServeAsync(SendChunksAsync(chunks));

    /// <summary>
    /// Ends the connection in an orderly way and appends the reply of the transfer. The reply does not wait for the client's own end: some close
    /// the connection only once they have read the reply.
    /// </summary>
    public async ValueTask<Outcome> CompleteAsync()
    {
        if (_result.End != CopyEnd.Complete)
        {
            Dispose();
            return TransferReplies.Ended(_session, this);
        }
        _state.CountFile();
        await ShutDownAsync();
        Conclude();
        _state.Lingering = DataConnection.LingerAsync(_session, _data);
        return TransferReplies.Ended(_session, this);
    }

    /// <summary>A slow client may still have much to read before the close_notify fits in; it has as long as for the data.</summary>
    async ValueTask ShutDownAsync()
    {
        var limit = _state.StallLimit;
        using var timer = _session.Host.Clock.CreateTimer(
            static state => ((AsyncStream)state!).Cancel(), _data, limit == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
        await _data.RunAsync(_data.Stream.TryShutdown);
    }

    /// <summary>ABOR: stops the copy; the 426 goes out as soon as it has stopped.</summary>
    public void Abort()
    {
        IsAborted = true;
        Stop();
    }

    /// <summary>Ends the transfer because its file could not be opened after all.</summary>
    public Outcome FailFile(Errno error)
    {
        _result = new CopyResult(CopyEnd.FileFailed, error);
        Dispose();
        return _session.Fail(550, $"{_command.Argument}: {error.Describe()}");
    }

    /// <summary>Ends the transfer before its first byte because of its file, as <see cref="CompleteAsync"/> then tells.</summary>
    public void Refuse(Errno error) => Finish(new CopyResult(CopyEnd.FileFailed, error));

    void Stop()
    {
        _session.Interruption.Raise();
        _data.Cancel();
    }

    BulkCopy NewCopy(Descriptor file) => new(
        _data.Stream,
        file,
        _session.Files.Identity!,
        _session.Interruption,
        Terms with { IsAscii = _state.TranslatesLines },
        _state.StallLimit,
        _session.Host.Clock,
        _session.Control.Stream.Descriptor);

    async Task<CopyResult> SendChunksAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        var limit = _state.StallLimit > TimeSpan.Zero ? _state.StallLimit : Timeout.InfiniteTimeSpan;
        using var timer = _session.Host.Clock.CreateTimer(
            static state => ((DataTransfer)state!).Stall(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await foreach (var chunk in chunks)
        {
            timer.Change(limit, Timeout.InfiniteTimeSpan);
            var step = await _data.WriteAllAsync(chunk);
            if (step.Status != IoStatus.Done)
                return new CopyResult(_stalled ? CopyEnd.Stalled : step.Error == Errno.ECANCELED ? CopyEnd.Interrupted : CopyEnd.PeerClosed, step.Error);
            Interlocked.Add(ref _sentText, chunk.Length);
        }
        return new CopyResult(CopyEnd.Complete);
    }

    void Stall()
    {
        _stalled = true;
        _data.Cancel();
    }

    async ValueTask<CopyResult> ServeAsync(Task<CopyResult> copy)
    {
        await ControlWatch.UntilAsync(_session, _command.Table, copy, Stop, Outlives);
        Finish(Judge(await copy));
        if (_result.End == CopyEnd.Complete || _session.Ending is not null)
            return _result;
        if (_session.Passed is { } passed)
            await Expiry.EndAsync(_session, passed.Deadline, passed.Limit);
        if (_result.End == CopyEnd.Stalled)
            Expiry.EndStalled(_session, _state.StallLimit);
        return _result;
    }

    /// <summary>
    /// As with upstream, which looks at the control connection only after it has read or written some bytes itself.
    /// </summary>
    bool Outlives(ControlLine line)
    {
        if (line.Status is LineStatus.Line or LineStatus.TooLong)
            return _copy is { IsKernels: true } && !ControlWatch.IsForNow(line);
        _loss = new CopyResult(CopyEnd.ControlLost, line.Status == LineStatus.EndOfStream ? Errno.None : Errno.ECONNRESET);
        return _copy?.LoseControl(_loss.Value) ?? false;
    }

    /// <summary>An upload of another length than RANG told has failed.</summary>
    CopyResult Judge(CopyResult result)
    {
        if (result.End == CopyEnd.Complete && Terms.Expected is { } length && Moved != length)
            return new CopyResult(CopyEnd.FileFailed, Errno.EPERM);
        return result.End == CopyEnd.Interrupted && !IsAborted ? _loss ?? result : result;
    }

    void Finish(CopyResult result)
    {
        _result = result;
        var duration = _session.Host.Clock.GetUtcNow() - _started;
        _state.Finish(new FinishedTransfer(FullPath, Moved, duration, Direction, _state.IsAscii, result.End == CopyEnd.Complete, Offset));
    }

    public void Dispose()
    {
        if (_state.Current != this)
            return;
        Conclude();
        _data.Dispose();
    }

    /// <summary>The connection carries nothing more for this transfer.</summary>
    void Conclude()
    {
        _state.Current = null;
        _session.IsTransferring = false;
        var (received, sent) = _data.Stream.RawBytes;
        _state.RawBytes = (_state.RawBytes.Received + received, _state.RawBytes.Sent + sent);
    }
}
