using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration.Patterns;

namespace ProftpdSharp.Configuration;

/// <summary>What an <see cref="AclElement"/> compares a client with.</summary>
public enum AclKind
{
    All,
    None,

    /// <summary>A network: address and number of leading bits.</summary>
    Network,

    /// <summary>A glob over the text of the address.</summary>
    AddressGlob,

    Address,

    /// <summary>A glob over the host name.</summary>
    NameGlob,

    Name,
}

/// <summary>One word of Allow, Deny and From: who is meant (CONFIG.md section 4).</summary>
/// <param name="Text">As written.</param>
/// <param name="Kind">What it compares with.</param>
/// <param name="IsNegated">Written with a leading <c>!</c>.</param>
/// <param name="Pattern">The glob or the name.</param>
/// <param name="Base">The address or the network's address.</param>
/// <param name="Bits">The leading bits of a network.</param>
public sealed record AclElement(string Text, AclKind Kind, bool IsNegated, string Pattern, IPAddress? Base = null, int Bits = 0)
{
    const string Invalid = "Invalid argument";
    const string NoSuchAddress = "No such file or directory";
    const string WrongFamily = "Address family not supported by protocol";

    /// <summary>Reads a word.</summary>
    /// <param name="word">The word without blanks and commas.</param>
    /// <param name="allowsIPv6">Without IPv6 upstream resolves whatever looks like an address, and fails unless it is one of IPv4.</param>
    /// <param name="error">When null is returned: upstream's text, <c>bad ACL definition …</c>.</param>
    public static AclElement? Parse(string word, bool allowsIPv6, out string error)
    {
        error = "";
        var isNegated = word.StartsWith('!');
        var text = isNegated ? word[1..] : word;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
            return Network(word, isNegated, text[..slash], text[(slash + 1)..], allowsIPv6, out error);
        if (!allowsIPv6 && LooksLikeIPv6(text))
            return HasWildcards(text) ? Refuse(word, NoSuchAddress, out error) : Single(word, isNegated, text, allowsIPv6, out error);
        // Another exclamation mark makes it no name, either.
        if (IsAddressText(text.Replace("!", "", StringComparison.Ordinal)) && !text.EndsWith('.') && text.AsSpan().ContainsAny('.', ':'))
            return Single(word, isNegated, text, allowsIPv6, out error);
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
            return new AclElement(word, AclKind.All, isNegated, "");
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return new AclElement(word, AclKind.None, isNegated, "");
        if (text.StartsWith('.'))
            text = "*" + text;
        else if (text.EndsWith('.'))
            text += "*";
        if (!HasWildcards(text))
            return new AclElement(word, AclKind.Name, isNegated, text);
        // Letters that no address has make it a name.
        if (text.Any(letter => char.IsAsciiLetter(letter) && !char.IsAsciiHexDigit(letter)))
            return new AclElement(word, AclKind.NameGlob, isNegated, text);
        var looksLikeAddress = text.AsSpan().ContainsAny('.', ':') && !text.EndsWith(".*", StringComparison.Ordinal) || word.EndsWith(".*", StringComparison.Ordinal);
        return allowsIPv6 || !looksLikeAddress ? new AclElement(word, AclKind.AddressGlob, isNegated, text) : Refuse(word, NoSuchAddress, out error);
    }

    /// <summary>What upstream warns of before it reads a word or, of an element, afterwards; null for nothing.</summary>
    /// <param name="word">The word without blanks and commas.</param>
    /// <param name="allowsIPv6">As for <see cref="Parse"/>.</param>
    /// <param name="element">What was read; null where nothing could be.</param>
    public static string? Doubt(string word, bool allowsIPv6, AclElement? element)
    {
        var text = word.StartsWith('!') ? word[1..] : word;
        if (!allowsIPv6 && !text.Contains('/', StringComparison.Ordinal) && LooksLikeIPv6(text))
            return $"warning: possibly using IPv6 {(HasWildcards(text) ? "glob" : "match")} '{text}' when IPv6 support is disabled, which will not work as expected";
        return element is { Kind: AclKind.Network, Bits: > 32, Base.IsIPv4MappedToIPv6: true }
            ? "warning: possibly using IPv6-style netmask on IPv4-mapped IPv6 address, which will not work as expected"
            : null;
    }

    /// <summary>Whether the client is meant, the negation aside.</summary>
    /// <param name="address">The client's address.</param>
    /// <param name="names">Its host names; empty when UseReverseDNS is off, and then names never match.</param>
    public bool Matches(IPAddress address, IReadOnlyCollection<string> names) => Kind switch
    {
        AclKind.All => true,
        AclKind.None => false,
        AclKind.Network => IsInNetwork(address),
        AclKind.AddressGlob => Glob.Matches(Pattern, AddressText.Unmapped(address).ToString()),
        AclKind.Address => AddressText.Unmapped(address).Equals(AddressText.Unmapped(Base!)),
        AclKind.NameGlob => names.Any(name => Glob.Matches(Pattern, name, GlobOptions.IgnoreCase)),
        _ => names.Contains(Pattern),
    };

    /// <summary>Whether the client is meant, the negation included; <c>!all</c> still means everybody, as upstream reads it.</summary>
    public bool Selects(IPAddress address, IReadOnlyCollection<string> names) => Kind == AclKind.All || Matches(address, names) != IsNegated;

    /// <summary>The word and what it compares with, as the TraceLog has them: <c>10.0.0.0/8 &lt;IP address mask, 8-bit mask&gt;</c>.</summary>
    public string Described
    {
        get
        {
            var kind = Kind switch
            {
                AclKind.All => "all",
                AclKind.None => "none",
                AclKind.Network => $"IP address mask, {Bits}-bit mask",
                AclKind.AddressGlob => "IP address glob",
                AclKind.Address => "IP address match",
                AclKind.NameGlob => "DNS hostname glob",
                _ => "DNS hostname match",
            };
            return $"{Text} <{kind}{(IsNegated ? ", inverted" : "")}>";
        }
    }

    public override string ToString() => Text;

    static AclElement? Network(string word, bool isNegated, string address, string bits, bool allowsIPv6, out string error)
    {
        error = "";
        var shown = word[..word.IndexOf('/', StringComparison.Ordinal)];
        if (!IsAddressText(address))
            return Refuse(shown, Invalid, out error);
        if (!IPAddress.TryParse(address, out var parsed))
            return Refuse(shown, NoSuchAddress, out error);
        if (!allowsIPv6 && IsIPv6(parsed))
            return Refuse(shown, WrongFamily, out error);
        var count = bits.Length == 0 ? 0 : Values.WholeNumber(bits);
        if (count is null)
            return Refuse(shown, Invalid, out error);
        if (count < 0 || count > (allowsIPv6 ? parsed : AddressText.Unmapped(parsed)).GetAddressBytes().Length * 8)
            return Refuse(word, Invalid, out error);
        return new AclElement(word, AclKind.Network, isNegated, "", parsed, (int)count);
    }

    /// <summary>An address, in the short forms of inet_aton(3) too.</summary>
    static AclElement? Single(string word, bool isNegated, string text, bool allowsIPv6, out string error)
    {
        error = "";
        if (!IPAddress.TryParse(text, out var address))
            return Refuse(word, NoSuchAddress, out error);
        return allowsIPv6 || !IsIPv6(address) ? new AclElement(word, AclKind.Address, isNegated, "", address) : Refuse(word, WrongFamily, out error);
    }

    static bool IsIPv6(IPAddress address) => AddressText.Unmapped(address).AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>As upstream tells it: by colons without periods.</summary>
    static bool LooksLikeIPv6(string text) => text.Contains(':', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal);

    static bool HasWildcards(string text) => text.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>Whether only an address can be meant.</summary>
    static bool IsAddressText(string text) => text.All(letter => char.IsAsciiHexDigit(letter) || letter is '.' or ':');

    static AclElement? Refuse(string shown, string reason, out string error)
    {
        error = $"bad ACL definition '{shown}': {reason}";
        return null;
    }

    bool IsInNetwork(IPAddress client)
    {
        var network = Base!;
        var address = network.AddressFamily == client.AddressFamily ? client : AddressText.Unmapped(client);
        if (address.AddressFamily != network.AddressFamily)
            return false;
        var (one, other) = (address.GetAddressBytes(), network.GetAddressBytes());
        for (var bit = 0; bit < Bits; bit++)
        {
            if (((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }

        return true;
    }
}
