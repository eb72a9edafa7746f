using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Where the pass phrases of encrypted keys come from.</summary>
static class PassPhrases
{
    public static readonly Feature Feature = new("tls pass phrases");

    public static readonly Directive<string?> TlsPassPhraseProvider = Feature.Directive(
        new Directive<string?>("TLSPassPhraseProvider", ConfigContext.Server, ParseProvider, null) { Storage = Storage.Process });

    static Parsed<string?> ParseProvider(DirectiveLine line)
    {
        if (!PathArguments.IsAbsolute(line[0]))
            return line.Error($"must be a full path: '{line[0]}'");
        var status = line.Host.Status(line[0]);
        if (status.Error is { } error)
            return line.Error($"error checking '{line[0]}': {error}");
        // The quote that never closes is upstream's.
        return status.Kind == PathKind.File ? line[0] : line.Error($"unable to use '{line[0]}: Not a regular file");
    }
}
