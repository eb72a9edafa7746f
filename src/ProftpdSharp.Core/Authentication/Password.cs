using System.Security.Cryptography;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Authentication;

/// <summary>A password that a client gave: bytes that are zeroed when the login was decided.</summary>
public sealed class Password(string text) : IDisposable
{
    readonly byte[] _bytes = ByteStrings.ToBytes(text);

    public ReadOnlySpan<byte> Bytes => _bytes;

    public int Length => _bytes.Length;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "(hidden)";
}
