namespace ProftpdSharp.Native;

/// <summary>
/// Standard input, output or error through read(2) and write(2). Not a FileStream: that writes at an offset of its own, so that in a file shared with
/// other programs (<c>{ proftpd -v; date; } &gt;file</c>) the next one overwrites what we said. Not the console's: it keeps duplicates of the descriptors,
/// and puts escape sequences of its own on a terminal.
/// </summary>
public sealed class StandardStream(int number) : Stream
{
    readonly Descriptor _descriptor = Descriptor.Borrow(number);

    public override bool CanRead => number == 0;

    public override bool CanSeek => false;

    public override bool CanWrite => number != 0;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        // Nothing is held back.
    }

    /// <summary>Bytes read; 0 at the end, also at an error, which a program that reads words cannot do anything about.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        Files.Read(_descriptor, buffer.AsSpan(offset, count)) is { Ok: true, Value: var read } ? read : 0;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        // A reader that went away has no further interest; the exit status still tells.
        while (count > 0)
        {
            var written = Files.Write(_descriptor, buffer.AsSpan(offset, count));
            if (!written.Ok)
                return;
            offset += written.Value;
            count -= written.Value;
        }
    }
}
