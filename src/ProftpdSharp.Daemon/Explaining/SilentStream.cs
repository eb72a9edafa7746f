using System.Text;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Explaining;

/// <summary>A control connection with nobody at the other end; it keeps what would have been sent.</summary>
/// <param name="descriptor">Any socket: nothing is read from it or written to it.</param>
sealed class SilentStream(Descriptor descriptor) : NetStream
{
    readonly StringBuilder _sent = new();

    /// <summary>Everything that the client would have read.</summary>
    public string Sent => _sent.ToString();

    public override Descriptor Descriptor => descriptor;

    public override bool HasBufferedInput => false;

    public override bool SendsFiles => false;

    public override (long Received, long Sent) RawBytes => (0, _sent.Length);

    public override IoStep TryRead(Span<byte> buffer) => IoStep.EndOfStream;

    public override IoStep TryWrite(ReadOnlySpan<byte> bytes)
    {
        _sent.Append(Encoding.Latin1.GetString(bytes));
        return IoStep.Done(bytes.Length);
    }

    public override IoStep TryShutdown() => IoStep.Done(0);

    protected override void Dispose(bool disposing) => descriptor.Dispose();
}
