using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>HiddenStores: the name under which an upload grows.</summary>
public sealed record HiddenStoreName(string Prefix, string Suffix);

/// <summary>Settings of mod_xfer that are read here and in force with the rest of the module.</summary>
static class TransferSettings
{
    public static readonly Feature Feature = new("transfer settings");

    public static readonly Directive<string> DisplayFileTransfer = Feature.Directive(
        new Directive<string>("DisplayFileTransfer", Contexts.ServerWide, Values.Text, ""));

    public static readonly Directive<HiddenStoreName?> HiddenStores = Feature.Directive(
        new Directive<HiddenStoreName?>("HiddenStores", Contexts.AndDirectory, ParseHidden, null, MergeRule.Down));

    public static readonly Directive<IReadOnlyList<string>> TransferOptions = Feature.Directive(
        new Directive<IReadOnlyList<string>>("TransferOptions", Contexts.ServerWide, ParseOptions, []) { WrongCount = "wrong number of parameters" });

    public static readonly Directive<bool> UseSendfile = Feature.Directive(
        new Directive<bool>("UseSendfile", Contexts.Everywhere, ParseSendfile, true, MergeRule.Down) { MinArguments = 0 });

    static Parsed<HiddenStoreName?> ParseHidden(DirectiveLine line) => Values.AsBoolean(line[0]) switch
    {
        true => new HiddenStoreName(".in.", "."),
        false => (HiddenStoreName?)null,
        null => new HiddenStoreName(line[0], line.Count > 1 ? line[1] : "."),
    };

    static Parsed<IReadOnlyList<string>> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word.ToLowerInvariant() is not ("ignoreascii" or "allowsymlinkupload" or "allowsymlinkuploads"))
                return line.Error($": unknown TransferOption '{word}'");
        }
        return Parsed.Of(line.Arguments);
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
            return Values.Size(line[0], line[1]) is null ? line.Error($"unable to parse: {line[0]} {line[1]}: Invalid argument") : true;
        return line.Error("expected Boolean parameter");
    }
}
