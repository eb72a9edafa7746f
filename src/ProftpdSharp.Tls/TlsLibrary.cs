using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls;

/// <summary>What the process itself needs of the TLS library.</summary>
public static class TlsLibrary
{
    /// <summary><c>OpenSSL 3.0.19 27 Jan 2026</c>.</summary>
    public static string Version => OpenSslLibrary.Version;

    /// <summary>Asks for a pass phrase on the terminal; see <see cref="TerminalPrompt"/>.</summary>
    public static int AskPassPhrase(string prompt, Span<byte> answer) => TerminalPrompt.Ask(prompt, answer);
}
