using System.Runtime.CompilerServices;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Listing;

/// <summary>Lines of a listing to the bytes of a transfer.</summary>
public static class ListingText
{
    const int ChunkSize = 16 * 1024;

    /// <summary>Packs lines, each ended by CR LF, into chunks that are worth a write; a chunk is valid until the next is asked for.</summary>
    /// <param name="lines">Byte strings without their line end.</param>
    /// <param name="charsets">The way to the client's character set; null where there is none to go.</param>
    /// <param name="cancellation">Ends the enumeration.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        IAsyncEnumerable<string> lines, Charsets? charsets = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var chunk = new byte[ChunkSize];
        var used = 0;
        await foreach (var made in lines.WithCancellation(cancellation))
        {
            var line = charsets?.ToClient(made) ?? made;
            if (used + line.Length + 2 > chunk.Length)
            {
                if (used > 0)
                    yield return chunk.AsMemory(0, used);
                used = 0;
                if (line.Length + 2 > chunk.Length)
                    chunk = new byte[line.Length + 2];
            }
            used += ByteStrings.Write(line, chunk.AsSpan(used));
            chunk[used++] = (byte)'\r';
            chunk[used++] = (byte)'\n';
        }
        if (used > 0)
            yield return chunk.AsMemory(0, used);
    }
}
