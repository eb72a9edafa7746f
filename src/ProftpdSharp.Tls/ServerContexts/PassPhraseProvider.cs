using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>TLSPassPhraseProvider: a program that is given a server and a kind of key, and writes the pass phrase to its standard output.</summary>
static class PassPhraseProvider
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the program; null when it gave nothing.</summary>
    /// <param name="host">The process.</param>
    /// <param name="program">Its path; no shell is involved.</param>
    /// <param name="server"><c>ServerName:port</c>, its first argument.</param>
    /// <param name="kind">Its second argument: <c>RSA</c>, <c>DSA</c>, <c>EC</c> or <c>PKCS12</c>.</param>
    public static async Task<PassPhrase?> AskAsync(ServerHost host, string program, string server, string kind)
    {
        Process process;
        try
        {
            process = Process.Start(Describe(program, server, kind))!;
        }
        catch (Win32Exception failure)
        {
            host.Log.Write(LogLevel.Notice, null, $"{Upstream.Label}: unable to run TLSPassPhraseProvider '{program}': {failure.Message}");
            return null;
        }
        using (process)
        using (var expiry = new CancellationTokenSource(Patience, host.Clock))
        {
            process.StandardInput.Close();
            var complaints = LogComplaintsAsync(host, process, expiry.Token);
            var phrase = await ReadAsync(process.StandardOutput.BaseStream, expiry.Token);
            await complaints;
            if (!process.HasExited)
                process.Kill();
            return phrase;
        }
    }

    static ProcessStartInfo Describe(string program, string server, string kind) => new(Text(program), [Text(server), kind])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardErrorEncoding = Encoding.Latin1,
        UseShellExecute = false,
    };

    /// <summary>The runtime encodes arguments as UTF-8: bytes that are none cannot be handed on.</summary>
    static string Text(string bytes) => Encoding.UTF8.GetString(ByteStrings.ToBytes(bytes));

    /// <summary>The first line.</summary>
    static async Task<PassPhrase?> ReadAsync(Stream output, CancellationToken cancellation)
    {
        var phrase = new PassPhrase();
        try
        {
            while (!phrase.IsComplete && await output.ReadAsync(phrase.Room, cancellation) is > 0 and var count)
                phrase.Take(count);
        }
        catch (OperationCanceledException)
        {
            phrase.Dispose();
            return null;
        }
        if (!phrase.Text.IsEmpty)
            return phrase;
        phrase.Dispose();
        return null;
    }

    static async Task LogComplaintsAsync(ServerHost host, Process process, CancellationToken cancellation)
    {
        try
        {
            while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
                host.Log.Debug(5, null, $"{Upstream.Label}: stderr from '{process.StartInfo.FileName}': {LogText.Sanitize(line)}");
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }
    }
}

/// <summary>A pass phrase in memory that the collector does not copy; wiped when disposed.</summary>
sealed class PassPhrase : IDisposable
{
    const int Longest = 1024;

    readonly byte[] _bytes = GC.AllocateArray<byte>(Longest, pinned: true);
    int _length;

    /// <summary>Where more can be read to; empty when it is full.</summary>
    public Memory<byte> Room => _bytes.AsMemory(_length);

    public bool IsComplete => _length == Longest || _bytes.AsSpan(0, _length).Contains((byte)'\n');

    /// <summary>The first line without its end.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            var read = _bytes.AsSpan(0, _length);
            var end = read.IndexOf((byte)'\n');
            return read[..(end < 0 ? read.Length : end)].TrimEnd((byte)'\r');
        }
    }

    public void Take(int count) => _length += count;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
