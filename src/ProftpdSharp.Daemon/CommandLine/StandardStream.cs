using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>
/// Standard output or error through write(2). Not a FileStream: that writes at an offset of its own, so that in a file shared with other programs
/// (<c>{ proftpd -v; date; } &gt;file</c>) the next one overwrites what we said. Not the console's: it keeps duplicates of the descriptors.
/// </summary>
sealed class StandardStream(int number) : Stream
{
    readonly Descriptor _descriptor = Descriptor.Borrow(number);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

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

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
