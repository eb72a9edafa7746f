using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Display;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>What TransferOptions may say.</summary>
[Flags]
public enum TransferOption
{
    None = 0,

    /// <summary>TYPE A is accepted, and nothing is translated.</summary>
    IgnoreAscii = 1,

    /// <summary>A link to nowhere may be uploaded to, which makes what it leads to.</summary>
    AllowSymlinkUpload = 2,
}

/// <summary>Settings of all transfers.</summary>
static class TransferSettings
{
    public static readonly Feature Feature = new("transfer settings");

    public static readonly Directive<string> DisplayFileTransfer = Feature.Directive(
        new Directive<string>("DisplayFileTransfer", Contexts.ServerWide, Values.Text, ""));

    public static readonly Directive<TransferOption> TransferOptions = Feature.Directive(
        new Directive<TransferOption>("TransferOptions", Contexts.ServerWide, ParseOptions, TransferOption.None) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<bool> UseSendfile = Feature.Directive(
        new Directive<bool>("UseSendfile", Contexts.Everywhere, ParseSendfile, true, MergeRule.Down) { MinArguments = 0 });

    static TransferSettings() => Feature.SessionStart(session =>
    {
        session.State(TransferState.Key).IgnoresAscii = Has(session, TransferOption.IgnoreAscii);
        return default;
    });

    public static bool Has(Session session, TransferOption option) => session.Server.Root.Get(TransferOptions).HasFlag(option);

    /// <summary>Adds the text of DisplayFileTransfer to the reply of a transfer that went well.</summary>
    public static async ValueTask DisplayAsync(Session session)
    {
        if (session.Server.Root.Get(DisplayFileTransfer) is { Length: > 0 } path)
            await DisplayFile.AppendAsync(session, path, 226);
    }

    static Parsed<TransferOption> ParseOptions(DirectiveLine line)
    {
        var options = TransferOption.None;
        foreach (var word in line.Arguments)
        {
            switch (word.ToLowerInvariant())
            {
                case "ignoreascii": options |= TransferOption.IgnoreAscii; break;
                case "allowsymlinkupload" or "allowsymlinkuploads": options |= TransferOption.AllowSymlinkUpload; break;
                default: return line.Error($": unknown TransferOption '{word}'");
            }
        }
        return options;
    }

    /// <summary>A share or a length only tunes upstream's loop; ours sends in steps of its own.</summary>
    static Parsed<bool> ParseSendfile(DirectiveLine line)
    {
        if (line.Count is not (1 or 2))
            return line.WrongNumberOfParameters;
        if (line.Count == 1 && Values.AsBoolean(line[0]) is { } wanted)
            return wanted;
        if (line.Count == 1 && line[0].EndsWith('%'))
            return true;
        if (line.Count == 2)
            return Values.Size(line[0], line[1], out var error) is null ? line.Error($"unable to parse: {line[0]} {line[1]}: {error}") : true;
        return line.Error("expected Boolean parameter");
    }
}
