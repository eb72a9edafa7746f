using System.Net;
using System.Net.Sockets;

namespace ProftpdSharp.Configuration;

/// <summary>Addresses as text.</summary>
public static class AddressText
{
    /// <summary>Whether the text is an IPv4 address of four decimal numbers or an IPv6 address, and no name.</summary>
    public static bool IsLiteral(string text) => Parse(text) is not null;

    /// <summary>The address, null when the text is none (inet_pton's idea of one: <c>127.1</c> is not).</summary>
    public static IPAddress? Parse(string text)
    {
        var isSix = text.Contains(':', StringComparison.Ordinal);
        if (isSix ? text.Contains('[', StringComparison.Ordinal) : !IsDottedQuad(text))
            return null;
        return IPAddress.TryParse(text, out var address) ? address : null;
    }

    /// <summary>An IPv4 address that came as <c>::ffff:a.b.c.d</c> as itself; any other unchanged.</summary>
    public static IPAddress Unmapped(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    static bool IsDottedQuad(string text)
    {
        var fields = text.Split('.');
        return fields.Length == 4 && fields.All(field => field.Length is > 0 and <= 3 && field.All(char.IsAsciiDigit));
    }
}
