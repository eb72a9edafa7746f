using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>A set of protocol versions.</summary>
[Flags]
enum ProtocolSet
{
    None = 0,
    Ssl3 = 1,
    Tls10 = 2,
    Tls11 = 4,
    Tls12 = 8,
    Tls13 = 16,
    Default = Tls10 | Tls11 | Tls12 | Tls13,
    All = Ssl3 | Default,
}

/// <summary>TLSProtocol.</summary>
static class Protocols
{
    public static readonly Feature Feature = new("tls protocols");

    public static readonly Directive<ProtocolSet> TlsProtocol = Feature.Directive(
        new Directive<ProtocolSet>("TLSProtocol", Contexts.ServerWide, Parse, ProtocolSet.Default) { WrongCount = "wrong number of parameters" });

    /// <summary>Versions with their bits, option bits and names, lowest first.</summary>
    static readonly (ProtocolSet Bit, TlsVersion Version, TlsOptions Without, string Name)[] Versions =
    [
        (ProtocolSet.Ssl3, TlsVersion.Ssl3, TlsOptions.NoSsl3, "SSLv3"),
        (ProtocolSet.Tls10, TlsVersion.Tls10, TlsOptions.NoTls10, "TLSv1"),
        (ProtocolSet.Tls11, TlsVersion.Tls11, TlsOptions.NoTls11, "TLSv1.1"),
        (ProtocolSet.Tls12, TlsVersion.Tls12, TlsOptions.NoTls12, "TLSv1.2"),
        (ProtocolSet.Tls13, TlsVersion.Tls13, TlsOptions.NoTls13, "TLSv1.3"),
    ];

    /// <summary>The lowest and the highest version of a set.</summary>
    public static (TlsVersion Min, TlsVersion Max) Range(ProtocolSet set)
    {
        var members = Versions.Where(version => set.HasFlag(version.Bit)).ToArray();
        return members.Length == 0 ? (TlsVersion.None, TlsVersion.None) : (members[0].Version, members[^1].Version);
    }

    /// <summary>The option bits for versions that are missing between the lowest and the highest.</summary>
    public static TlsOptions Holes(ProtocolSet set)
    {
        var (min, max) = Range(set);
        return Versions.Where(version => version.Version > min && version.Version < max && !set.HasFlag(version.Bit))
            .Aggregate(TlsOptions.None, (options, version) => options | version.Without);
    }

    /// <summary>The names as the start-up line lists them: <c>TLSv1.2, TLSv1.3</c>.</summary>
    public static string Names(ProtocolSet set) =>
        string.Join(", ", Versions.Where(version => set.HasFlag(version.Bit)).Select(version => version.Name));

    /// <summary>The name of one version.</summary>
    public static string Name(TlsVersion version) => Versions.FirstOrDefault(known => known.Version == version).Name ?? "unknown";

    public static bool Contains(ProtocolSet set, TlsVersion version) =>
        Versions.Any(known => known.Version == version && set.HasFlag(known.Bit));

    static Parsed<ProtocolSet> Parse(DirectiveLine line) =>
        line[0].Equals("ALL", StringComparison.OrdinalIgnoreCase) ? ParseChanges(line) : ParseList(line);

    static Parsed<ProtocolSet> ParseList(DirectiveLine line)
    {
        var set = ProtocolSet.None;
        foreach (var word in line.Arguments)
        {
            if (BitsOf(word) is not { } bits)
                return line.Error($"unknown protocol: '{word}'");
            set |= bits;
        }
        return set;
    }

    static Parsed<ProtocolSet> ParseChanges(DirectiveLine line)
    {
        var set = ProtocolSet.All;
        foreach (var word in line.Arguments.Skip(1))
        {
            if (word.Length == 0 || word[0] is not ('+' or '-'))
                return line.Error($"missing required +/- prefix: {word}");
            if (BitsOf(word[1..]) is not { } bits)
                return line.Error($"unknown protocol: '{word}'");
            set = word[0] == '+' ? set | bits : set & ~bits;
        }
        return set;
    }

    static ProtocolSet? BitsOf(string word) => word.ToUpperInvariant() switch
    {
        "SSLV3" => ProtocolSet.Ssl3,
        "TLSV1" or "TLSV1.0" => ProtocolSet.Tls10,
        "TLSV1.1" => ProtocolSet.Tls11,
        "TLSV1.2" => ProtocolSet.Tls12,
        "TLSV1.3" => ProtocolSet.Tls13,
        "SSLV23" => ProtocolSet.All,
        _ => null,
    };
}
