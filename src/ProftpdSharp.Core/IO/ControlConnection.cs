using System.Buffers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>How reading a line ended.</summary>
public enum LineStatus
{
    Line,

    /// <summary>Longer than the command buffer; the rest of it was swallowed.</summary>
    TooLong,

    /// <summary>The client closed its side.</summary>
    EndOfStream,

    /// <summary>The connection broke.</summary>
    Failed,

    /// <summary>A deadline passed or the session was told to end.</summary>
    Cancelled,
}

/// <summary>One line of the control channel, without its line end; Latin-1, no NUL in it.</summary>
/// <param name="Status">How reading ended.</param>
/// <param name="Text">The line; empty unless there is one.</param>
/// <param name="Error">The C error where reading failed.</param>
/// <param name="HadTelnet">Whether Telnet commands came with it.</param>
/// <param name="TelnetAnswers">What those are answered before the line is, as a byte string.</param>
public readonly record struct ControlLine(LineStatus Status, string Text, Errno Error, bool HadTelnet = false, string TelnetAnswers = "");

/// <summary>
/// The control channel: bounded lines in, replies out, over whatever stream is in force. AUTH and CCC replace the stream under it.
/// </summary>
public sealed class ControlConnection(NetStream stream, Poller poller) : IDisposable
{
    readonly AsyncStream _channel = new(stream, poller);
    readonly TelnetFilter _telnet = new();
    byte[]? _buffer;
    int _start;
    int _end;
    Task<ControlLine>? _reading;

    public NetStream Stream => _channel.Stream;

    /// <summary>The longest line accepted, in bytes, its line end not counted (CommandBufferSize).</summary>
    public int MaximumLine { get; set; } = 512;

    /// <summary>Whether byte 255 begins a Telnet command; off for clients to whom it is a letter.</summary>
    public bool HasTelnet { get; set; } = true;

    /// <summary>Puts another stream over the same descriptor; the old one is not closed.</summary>
    public void Replace(NetStream stream) => _channel.Replace(stream);

    /// <summary>Forgets what was received and not yet read: plaintext behind AUTH must not survive the handshake.</summary>
    public void DiscardInput() => (_start, _end) = (0, 0);

    /// <summary>Hands received and unread bytes to the next stream's owner, for CCC's peek at a client that does not close TLS.</summary>
    public bool HasInput => _end > _start;

    /// <summary>
    /// The next line. While one read is under way every caller gets the same task, so that a transfer can watch the channel and leave the line to
    /// the command loop.
    /// </summary>
    public Task<ControlLine> PeekLineAsync() => _reading ??= ReadAsync();

    /// <summary>The next line, taken.</summary>
    public async ValueTask<ControlLine> ReadLineAsync()
    {
        var line = await PeekLineAsync();
        _reading = null;
        // Only here, where nobody else is sending a reply.
        if (line.TelnetAnswers.Length > 0)
            await WriteAsync(line.TelnetAnswers);
        return line;
    }

    /// <summary>Sends text (Latin-1) whole; false when the connection is broken or the wait was cancelled.</summary>
    public async ValueTask<bool> WriteAsync(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(text.Length, 1));
        try
        {
            var length = ByteStrings.Write(text, bytes);
            return (await _channel.WriteAllAsync(bytes.AsMemory(0, length))).Status == IoStatus.Done;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Repeats a non-blocking step (a handshake, a shutdown), waiting as it asks; <c>ECANCELED</c> when a deadline passed.</summary>
    public ValueTask<IoStep> RunAsync(Func<IoStep> step) => _channel.RunAsync(step);

    /// <summary>Ends every wait on this connection, now and later; see <see cref="Resume"/>.</summary>
    public void Cancel() => _channel.Cancel();

    /// <summary>Lets waits work again, to send a last reply after a deadline.</summary>
    public void Resume() => _channel.Resume();

    async Task<ControlLine> ReadAsync()
    {
        var tooLong = false;
        while (true)
        {
            if (TakeLine(ref tooLong) is { } line)
                return line;
            ReleaseEmptyBuffer();
            var step = await RunAsync(Fill);
            if (step.Status == IoStatus.EndOfStream)
                return TakeUnfinished(tooLong) ?? new ControlLine(LineStatus.EndOfStream, "", Errno.None);
            if (step.Status == IoStatus.Failed)
                return new ControlLine(step.Error == Errno.ECANCELED ? LineStatus.Cancelled : LineStatus.Failed, "", step.Error);
        }
    }

    /// <summary>
    /// A line ends in CR LF, nothing less: a lone LF is a byte like others, as upstream has it. What is longer than the buffer is swallowed to its end.
    /// </summary>
    ControlLine? TakeLine(ref bool tooLong)
    {
        var input = _buffer.AsSpan(_start, _end - _start);
        var length = input.IndexOf("\r\n"u8);
        if (length < 0)
        {
            if (input.Length <= MaximumLine + 1)
                return null;
            tooLong = true;
            // The next byte may be the LF to this CR.
            _start = input[^1] == '\r' ? _end - 1 : _end;
            return null;
        }
        _start += length + 2;
        var line = tooLong || length > MaximumLine ? new ControlLine(LineStatus.TooLong, "", Errno.None) : Line(input[..length]);
        return line with { HadTelnet = _telnet.HasFiltered, TelnetAnswers = _telnet.TakeAnswers() };
    }

    /// <summary>What came before the end of the stream is a line as well; null when nothing did.</summary>
    ControlLine? TakeUnfinished(bool tooLong)
    {
        var input = _buffer.AsSpan(_start, _end - _start);
        _start = _end;
        return input.IsEmpty || tooLong ? null : Line(input);
    }

    /// <summary>A NUL ends the text, as in C; line ends before the line's end belong to it.</summary>
    static ControlLine Line(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return new ControlLine(LineStatus.Line, ByteStrings.FromBytes((end < 0 ? text : text[..end]).TrimEnd("\r\n"u8)), Errno.None);
    }

    IoStep Fill()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(4096);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        Span<byte> received = stackalloc byte[1024];
        while (_buffer.Length - _end <= received.Length)
            Grow();
        var step = Stream.TryRead(received);
        if (step.Status == IoStatus.Done)
            _end += Take(received[..step.Count], _buffer.AsSpan(_end));
        received.Clear();
        if (step.Status != IoStatus.Done)
            ReleaseEmptyBuffer();
        return step;
    }

    int Take(ReadOnlySpan<byte> received, Span<byte> room)
    {
        if (HasTelnet)
            return _telnet.Filter(received, room);
        received.CopyTo(room);
        return received.Length;
    }

    void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }

    /// <summary>An idle session holds no buffer; what it held may have been a password.</summary>
    void ReleaseEmptyBuffer()
    {
        if (_buffer is null || _end > _start)
            return;
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = null;
        DiscardInput();
    }

    public void Dispose()
    {
        _channel.Dispose();
        DiscardInput();
        ReleaseEmptyBuffer();
    }
}
