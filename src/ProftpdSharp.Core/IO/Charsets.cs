using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>The way between a client's character set and the one of names on the server's disks (UseEncoding). Safe to use from several threads.</summary>
public sealed class Charsets : IDisposable
{
    readonly Lock _lock = new();
    readonly CharsetConverter _decoder;
    readonly CharsetConverter _encoder;

    Charsets(CharsetConverter decoder, CharsetConverter encoder) => (_decoder, _encoder) = (decoder, encoder);

    /// <summary>Finds the way; EINVAL when the C library knows none.</summary>
    public static Result<Charsets> Open(string server, string client)
    {
        var decoder = CharsetConverter.Open(to: server, from: client);
        if (!decoder.Ok)
            return decoder.Error;
        var encoder = CharsetConverter.Open(to: client, from: server);
        if (encoder.Ok)
            return new Charsets(decoder.Value, encoder.Value);
        decoder.Value.Dispose();
        return encoder.Error;
    }

    /// <summary>What a client sent, as the server has it; null when it is not in the client's character set or has no place in the server's.</summary>
    public string? ToServer(string text) => Convert(_decoder, text);

    /// <summary>What the server has, as the client reads it; what cannot be converted stays as it is.</summary>
    public string ToClient(string text) => Convert(_encoder, text) ?? text;

    public void Dispose()
    {
        lock (_lock)
        {
            _decoder.Dispose();
            _encoder.Dispose();
        }
    }

    string? Convert(CharsetConverter converter, string text)
    {
        lock (_lock)
            return converter.IsClosed ? text : converter.Convert(text);
    }
}
