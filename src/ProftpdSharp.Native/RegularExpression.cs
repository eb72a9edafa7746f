using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// A compiled pattern of PCRE2, the regular expressions that configurations are written in. It searches bytes, anywhere in the text unless
/// the pattern anchors itself. Safe to use from several threads.
/// </summary>
public sealed unsafe partial class RegularExpression : SafeHandle
{
    const uint Caseless = 0x8;

    RegularExpression(nint code)
        : base(0, ownsHandle: true) => SetHandle(code);

    public override bool IsInvalid => handle == 0;

    /// <summary>Compiles a pattern; false with the reason when it is malformed.</summary>
    /// <param name="pattern">A byte string; NUL may be part of it.</param>
    /// <param name="ignoreCase">Whether letters match in either case.</param>
    /// <param name="compiled">The expression, closed by its finalizer when nobody closes it.</param>
    /// <param name="error">Why and where.</param>
    public static bool TryCompile(
        string pattern, bool ignoreCase, [NotNullWhen(true)] out RegularExpression? compiled, out RegularExpressionError error)
    {
        int number;
        nuint offset;
        nint code;
        fixed (byte* bytes = Terminated(pattern))
            code = pcre2_compile_8(bytes, (nuint)pattern.Length, ignoreCase ? Caseless : 0, &number, &offset, 0);
        compiled = code == 0 ? null : new RegularExpression(code);
        error = code == 0 ? new RegularExpressionError(number, (int)offset) : default;
        return code != 0;
    }

    /// <summary>Whether the pattern matches somewhere; a search that exceeds the library's limits on backtracking and memory has not matched.</summary>
    /// <param name="text">A byte string.</param>
    public bool IsMatch(string text)
    {
        var match = pcre2_match_data_create_8(1, 0);
        try
        {
            fixed (byte* bytes = Terminated(text))
                return pcre2_match_8(this, bytes, (nuint)text.Length, 0, 0, match, 0) >= 0;
        }
        finally
        {
            pcre2_match_data_free_8(match);
        }
    }

    /// <summary>The library's words for an error number.</summary>
    internal static string Describe(int number)
    {
        Span<byte> text = stackalloc byte[256];
        fixed (byte* room = text)
            return pcre2_get_error_message_8(number, room, (nuint)text.Length) < 0 ? $"error {number}" : ByteStrings.FromTerminated(text);
    }

    protected override bool ReleaseHandle()
    {
        pcre2_code_free_8(handle);
        return true;
    }

    /// <summary>With a NUL behind, so that there is an address even for the empty text.</summary>
    static byte[] Terminated(string text)
    {
        var bytes = new byte[text.Length + 1];
        ByteStrings.Write(text, bytes);
        return bytes;
    }

    [LibraryImport(Libraries.Pcre2)]
    private static partial nint pcre2_compile_8(byte* pattern, nuint length, uint options, int* error, nuint* offset, nint context);

    [LibraryImport(Libraries.Pcre2)]
    private static partial void pcre2_code_free_8(nint code);

    [LibraryImport(Libraries.Pcre2)]
    private static partial nint pcre2_match_data_create_8(uint pairs, nint context);

    [LibraryImport(Libraries.Pcre2)]
    private static partial void pcre2_match_data_free_8(nint match);

    [LibraryImport(Libraries.Pcre2)]
    private static partial int pcre2_match_8(
        RegularExpression code, byte* text, nuint length, nuint start, uint options, nint match, nint context);

    [LibraryImport(Libraries.Pcre2)]
    private static partial int pcre2_get_error_message_8(int number, byte* text, nuint room);
}

/// <summary>Why a pattern was refused.</summary>
/// <param name="Number">PCRE2's number of the error.</param>
/// <param name="Offset">Where in the pattern it was noticed, in bytes.</param>
public readonly record struct RegularExpressionError(int Number, int Offset)
{
    /// <summary>In PCRE2's own words: <c>missing closing parenthesis</c>.</summary>
    public string Text => RegularExpression.Describe(Number);

    /// <summary>In the words of its regcomp(3), as some of upstream's directives report it: <c>unbalanced () at offset 1     </c>.</summary>
    public string PosixText => $"{PosixWords} at offset {Offset,-6}";

    string PosixWords => Number switch
    {
        101 or 102 or 103 or 137 => "bad escape sequence",
        104 or 105 => "invalid repeat counts in {}",
        106 => "unbalanced []",
        107 or 130 => "bad class",
        108 => "bad range inside []",
        109 => "? * + invalid",
        114 or 118 or 122 => "unbalanced ()",
        115 => "bad back reference",
        120 => "expression too big",
        121 => "failed to get memory",
        _ => "pattern error",
    };
}
