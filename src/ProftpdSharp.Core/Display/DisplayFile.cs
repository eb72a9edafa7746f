using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Display;

/// <summary>
/// A text that clients are shown (DisplayConnect, DisplayLogin, DisplayChdir, DisplayQuit …). A file that cannot be read shows nothing, and nobody
/// is told.
/// </summary>
public static class DisplayFile
{
    /// <summary>What is shown of a file at most, in bytes.</summary>
    const int Most = 256 * 1024;

    /// <summary>Upstream's line buffer. Of a line that fills it the last byte is lost, be it the line's end, and the rest is a line of its own.</summary>
    const int LineBuffer = 1024;

    /// <summary>Appends the file to the reply with this code, a line for each of its lines; false when there was nothing to show.</summary>
    /// <param name="session">The session.</param>
    /// <param name="path">As configured. Absolute: a file of the host, as the server reads it, else one inside the jail. Relative to the working directory.</param>
    /// <param name="code">Of the reply that it becomes part of.</param>
    public static async ValueTask<bool> AppendAsync(Session session, string path, int code)
    {
        var lines = await LinesAsync(session, path);
        foreach (var line in lines)
            session.Responses.Add(code, line);
        return lines.Count > 0;
    }

    /// <summary>The lines with their variables filled in; none when there is nothing to show.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    public static async ValueTask<IReadOnlyList<string>> LinesAsync(Session session, string path)
    {
        var host = new SessionFiles(session.Host.FileWorkers, session.Host.DefaultIdentity);
        if (path.StartsWith('/') && await ReadAsync(session, host, path) is { } outside)
            return outside;
        var inside = VirtualPath.Combine(session.WorkingDirectory, path);
        return session.IsLoggedIn ? await ReadAsync(session, session.Files, inside) ?? [] : [];
    }

    static async Task<IReadOnlyList<string>?> ReadAsync(Session session, SessionFiles files, string path)
    {
        var content = await files.ReadAllAsync(path, Most);
        if (!content.Ok)
            return null;
        var space = await files.SpaceAsync(path);
        var text = ByteStrings.FromBytes(content.Value);
        if (text.Length == 0)
            return [];
        var variables = new DisplayVariables(session, space.Ok ? space.Value : default);
        return [.. Lines(text).Select(line => FromClientCharset(session, variables.Fill(line)))];
    }

    /// <summary>Upstream sends these files as they are, so that they are written for the clients; what is sent is converted to their character set again.</summary>
    static string FromClientCharset(Session session, string line) => session.Charsets?.ToServer(line) ?? line;

    static IEnumerable<string> Lines(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var length = Math.Min((end < 0 ? text.Length : end + 1) - at, LineBuffer);
            var isWhole = end < 0 && length < LineBuffer;
            yield return Ended(text.AsSpan(at, isWhole ? length : length - 1));
            at += length;
        }
    }

    /// <summary>To C a line ends with the first NUL.</summary>
    static string Ended(ReadOnlySpan<char> line) => (line.IndexOf('\0') is >= 0 and var end ? line[..end] : line).TrimEnd('\r').ToString();
}
