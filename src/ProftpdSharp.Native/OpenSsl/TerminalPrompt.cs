namespace ProftpdSharp.Native.OpenSsl;

/// <summary>OpenSSL's own way to ask for a pass phrase: on the terminal and unseen, or else on standard error and from standard input.</summary>
public static unsafe class TerminalPrompt
{
    /// <summary>Shows a prompt and waits for a line.</summary>
    /// <param name="prompt">The text, with blank.</param>
    /// <param name="answer">Where the line goes, without its end; a longer one is cut.</param>
    /// <returns>How long it is; negative when nobody answered or the answer was interrupted.</returns>
    public static int Ask(string prompt, Span<byte> answer)
    {
        LibCrypto.ERR_clear_error();
        fixed (byte* start = answer)
        {
            var result = LibCrypto.EVP_read_pw_string_min(start, 0, answer.Length - 1, prompt, verify: 0);
            LibCrypto.ERR_clear_error();
            return result == 0 ? answer.IndexOf((byte)0) : -1;
        }
    }
}
