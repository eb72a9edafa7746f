using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>
/// Answers OpenSSL when it asks for a pass phrase or PIN, and remembers that it did.
/// Errors do not tell a locked key from a broken one: one wrong pass phrase in 256 decrypts to something that only looks like no key.
/// </summary>
unsafe struct PassPhraseAnswer
{
    public const int NoAnswer = -1;

    public byte* Text;

    /// <summary>In bytes, or <see cref="NoAnswer"/>.</summary>
    public int Length;

    public bool WasAsked;

    /// <summary>What to give OpenSSL along with the address of an answer.</summary>
    public static delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> Callback => &Give;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int Give(byte* buffer, int size, int isForWriting, nint data)
    {
        var answer = (PassPhraseAnswer*)data;
        answer->WasAsked = true;
        if (answer->Length < 0 || answer->Length > size)
            return NoAnswer;
        new ReadOnlySpan<byte>(answer->Text, answer->Length).CopyTo(new Span<byte>(buffer, size));
        return answer->Length;
    }
}
