namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>One reply: its code and its raw lines (Latin-1, CRLF removed, nothing else changed).</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Lines">At least one line.</param>
public sealed record FtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>The lines joined by LF.</summary>
    public string Text => string.Join('\n', Lines);

    /// <summary>Whether another reply to the same command follows.</summary>
    public bool IsPreliminary => Code is >= 100 and < 200;

    /// <summary>Returns this reply, or throws when its code is another one.</summary>
    public FtpReply Expect(int code) => Code == code ? this : throw new FtpException($"expected {code}, got: {Text}");

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The server did not follow the dialogue.</summary>
/// <param name="message">What was expected and what came.</param>
public sealed class FtpException(string message) : Exception(message);
