using System.Buffers.Binary;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthPam;

/// <summary>What a helper process is asked to do.</summary>
enum PamRequestKind : byte
{
    LogIn = 1,

    /// <summary>Ends the session of a login that succeeded.</summary>
    Close = 2,
}

/// <summary>How far a login came.</summary>
enum PamStep : byte
{
    /// <summary>All went well; the session is open.</summary>
    Done,
    Start,
    Authenticate,
    Account,
    Session,
    Credentials,

    /// <summary>The helper process died, or took too long and was ended.</summary>
    NoAnswer,
}

/// <summary>A request to a helper process.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Id">The session of the login, chosen by who asks.</param>
/// <param name="Service">The name under /etc/pam.d.</param>
/// <param name="User">The account.</param>
/// <param name="Terminal">PAM_TTY; empty for none.</param>
/// <param name="RemoteHost">PAM_RHOST.</param>
sealed record PamRequest(PamRequestKind Kind, int Id, string Service = "", string User = "", string Terminal = "", string RemoteHost = "");

/// <summary>The answer of a helper process.</summary>
/// <param name="Step">Where it ended.</param>
/// <param name="Code">What libpam said there.</param>
/// <param name="Delay">How long the modules want a refusal held back.</param>
/// <param name="Text">The code in libpam's words.</param>
readonly record struct PamAnswer(PamStep Step, PamCode Code = PamCode.Success, TimeSpan Delay = default, string Text = "");

/// <summary>
/// The frames between the server and its helper processes: four bytes of length, then numbers and texts that end in NUL, which no text that libpam
/// can take has inside. The password is the rest of a request.
/// </summary>
static class PamWire
{
    const int Prefix = 4;
    const int Longest = 1 << 16;

    /// <summary>A whole request; the caller zeroes it. Null when a text has NUL inside or it is too long.</summary>
    public static byte[]? Encode(PamRequest request, ReadOnlySpan<byte> password)
    {
        string[] texts = [request.Service, request.User, request.Terminal, request.RemoteHost];
        if (password.Contains((byte)0) || texts.Any(text => text.Contains('\0', StringComparison.Ordinal)))
            return null;
        var length = 1 + 4 + texts.Sum(text => text.Length + 1) + password.Length;
        if (length > Longest)
            return null;
        var frame = new byte[Prefix + length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        frame[Prefix] = (byte)request.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(Prefix + 1), request.Id);
        var at = Prefix + 5;
        foreach (var text in texts)
            at += ByteStrings.Write(text, frame.AsSpan(at)) + 1;
        password.CopyTo(frame.AsSpan(at));
        return frame;
    }

    /// <summary>Reads what <see cref="Encode(PamRequest, ReadOnlySpan{byte})"/> wrote, without its length.</summary>
    /// <param name="body">The frame.</param>
    /// <param name="password">The part of it that is the password.</param>
    public static PamRequest? Decode(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> password)
    {
        password = [];
        if (body.Length < 5)
            return null;
        var rest = body[5..];
        var texts = new string[4];
        for (var i = 0; i < texts.Length; i++)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0)
                return null;
            texts[i] = ByteStrings.FromBytes(rest[..end]);
            rest = rest[(end + 1)..];
        }
        password = rest;
        return new PamRequest((PamRequestKind)body[0], BinaryPrimitives.ReadInt32LittleEndian(body[1..]), texts[0], texts[1], texts[2], texts[3]);
    }

    /// <summary>A whole answer.</summary>
    public static byte[] Encode(PamAnswer answer)
    {
        var frame = new byte[Prefix + 9 + answer.Text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - Prefix);
        frame[Prefix] = (byte)answer.Step;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(Prefix + 1), (int)answer.Code);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(Prefix + 5), (int)answer.Delay.TotalMilliseconds);
        ByteStrings.Write(answer.Text, frame.AsSpan(Prefix + 9));
        return frame;
    }

    /// <summary>Reads what <see cref="Encode(PamAnswer)"/> wrote, without its length.</summary>
    public static PamAnswer Decode(ReadOnlySpan<byte> body) => body.Length < 9
        ? new PamAnswer(PamStep.NoAnswer)
        : new PamAnswer(
            (PamStep)body[0],
            (PamCode)BinaryPrimitives.ReadInt32LittleEndian(body[1..]),
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt32LittleEndian(body[5..])),
            ByteStrings.FromBytes(body[9..]));

    /// <summary>Reads the next frame; blocks. Null at the end, and for one that nobody sends.</summary>
    /// <param name="read">Reads some bytes; 0 at the end.</param>
    public static byte[]? Read(Func<Memory<byte>, int> read)
    {
        var prefix = new byte[Prefix];
        if (!Fill(read, prefix))
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is < 0 or > Longest)
            return null;
        var body = new byte[length];
        return Fill(read, body) ? body : null;
    }

    static bool Fill(Func<Memory<byte>, int> read, Memory<byte> into)
    {
        while (!into.IsEmpty)
        {
            var count = read(into);
            if (count <= 0)
                return false;
            into = into[count..];
        }
        return true;
    }
}
