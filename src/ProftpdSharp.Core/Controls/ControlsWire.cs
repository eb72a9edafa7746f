using System.Buffers.Binary;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Controls;

/// <summary>A message of the controls socket: a request is words, an answer is lines.</summary>
/// <param name="Status">0 in requests; of an answer the action's return value, -1 for a failure.</param>
/// <param name="Words">Byte strings.</param>
public sealed record ControlsMessage(int Status, IReadOnlyList<string> Words)
{
    /// <summary>The answer of an action that did what it was asked.</summary>
    public static ControlsMessage Done(params IReadOnlyList<string> lines) => new(0, lines);

    /// <summary>The answer of an action that did not.</summary>
    public static ControlsMessage Failed(string line) => new(-1, [line]);
}

/// <summary>
/// How ftpdctl of ProFTPD 1.3.8 and its server talk, as seen on the wire: the status and the number of words, then each word with its length
/// before it, all numbers being C ints of the machine.
/// </summary>
public static class ControlsWire
{
    /// <summary>Words in one message; <c>get directives</c> answers with some hundreds.</summary>
    const int MostWords = 10_000;

    /// <summary>Bytes of one message; requests and answers are short.</summary>
    public const int Longest = 1 << 20;

    public static byte[] Write(ControlsMessage message)
    {
        var bytes = new byte[8 + message.Words.Sum(word => 4 + word.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, message.Status);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), message.Words.Count);
        var at = 8;
        foreach (var word in message.Words)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), word.Length);
            at += 4 + ByteStrings.Write(word, bytes.AsSpan(at + 4));
        }
        return bytes;
    }

    /// <summary>Reads a message from the bytes received so far.</summary>
    /// <param name="bytes">From the first byte of the message on.</param>
    /// <param name="message">The message, once it is complete.</param>
    /// <returns>False when the bytes can never become a message.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ControlsMessage? message)
    {
        message = null;
        if (bytes.Length < 8)
            return true;
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (count is < 0 or > MostWords)
            return false;
        var words = new List<string>();
        var at = 8;
        while (words.Count < count)
        {
            if (bytes.Length < at + 4)
                return bytes.Length <= Longest;
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            if (length is < 0 or > Longest)
                return false;
            if (bytes.Length < at + 4 + length)
                return bytes.Length <= Longest;
            words.Add(ByteStrings.FromBytes(bytes.Slice(at + 4, length)));
            at += 4 + length;
        }
        message = new ControlsMessage(BinaryPrimitives.ReadInt32LittleEndian(bytes), words);
        return true;
    }
}
