using System.Buffers.Binary;
using ProftpdSharp.Modules.Lang;
using ProftpdSharp.Native;
using Xunit;
using Encoding = System.Text.Encoding;

namespace ProftpdSharp.UnitTests.Lang;

/// <summary>Catalogues of gettext, and finding in them what a finished reply was made of.</summary>
public sealed class TranslationTests
{
    [Theory]
    [InlineData("%s: %s", "a: b: c", "a|b: c")]
    [InlineData("User %s logged in", "User alice logged in", "alice")]
    [InlineData("User %s logged in", "User alice logged out", null)]
    [InlineData("Idle timeout (%d seconds)", "Idle timeout (600 seconds)", "600")]
    [InlineData("Idle timeout (%d seconds)", "Idle timeout (ten seconds)", null)]
    [InlineData("%.2f of %lu%%", "1.50 of 20%", "1.50|20")]
    [InlineData("'%s' 'x'", "'x'", null)]
    [InlineData("plain", "plain", "")]
    public void A_template_recognises_what_its_format_makes(string format, string text, string? arguments)
    {
        Assert.True(MessageTemplate.TryParse(format, out var template));
        Assert.Equal(arguments, template.Match(text) is { } found ? string.Join('|', found) : null);
    }

    [Theory]
    [InlineData("Restarting at %")]
    [InlineData("100%")]
    [InlineData("%q")]
    public void What_is_no_format_of_a_reply_is_left_out(string format) => Assert.False(MessageTemplate.TryParse(format, out _));

    [Theory]
    [InlineData("%2$s von %1$s", "b von a")]
    [InlineData("%s, %s", "a, b")]
    [InlineData("%3$s", null)]
    [InlineData("%s %s %s", null)]
    public void Arguments_are_printed_where_the_translation_has_them(string format, string? text)
    {
        Assert.True(MessageTemplate.TryParse(format, out var template));
        Assert.Equal(text, template.Print(["a", "b"]));
    }

    [Theory]
    [InlineData("End", "Fin")]
    [InlineData("  End", "  Fin")]
    [InlineData("Unknown", "Unknown")]
    [InlineData("x not understood", "No x")]
    [InlineData("'x' not understood", "'x'?")]
    [InlineData("Sent: Data closed", "Envoy\u00e9: Ferm\u00e9")]
    [InlineData("Sent: End", "Envoy\u00e9: End")]
    public void The_most_exact_of_several_formats_is_meant(string line, string expected)
    {
        using var locale = Locale.Open("C.UTF-8")!;
        var translation = Translation.Of(locale, new Dictionary<string, string>
        {
            [""] = "Content-Type: text/plain; charset=ISO-8859-1\n",
            ["End"] = "Fin",
            ["%s not understood"] = "No %s",
            ["'%s' not understood"] = "'%s'?",
            ["Sent: %s"] = "Envoy\u00e9: %s",
            ["Data closed"] = "Ferm\u00e9",
            ["Wrong %s"] = "%2$s",
        });

        Assert.Equal(expected, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(translation.Translate(line))));
    }

    [Fact]
    public void A_locale_without_words_of_its_own_changes_nothing()
    {
        using var locale = Locale.Open("C.UTF-8")!;
        Assert.True(Translation.Of(locale, null).IsEmpty);
        Assert.Null(Locale.Open("xx_XX"));
        Assert.Null(Locale.Open("a\0b"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_catalogue_is_read_in_either_order_of_bytes(bool isLittle)
    {
        var messages = MessageFile.Parse(Catalogue(isLittle));

        Assert.Equal([new("", "charset=UTF-8\n"), new("one", "eins")], messages!);
        Assert.Equal("UTF-8", MessageFile.Charset(messages!));
    }

    /// <summary>A broken catalogue is none, wherever it breaks off and whatever a number in it is.</summary>
    [Fact]
    public void A_broken_catalogue_is_none()
    {
        var whole = Catalogue(isLittle: true);
        for (var length = 0; length < whole.Length - 1; length++)
            Assert.Null(MessageFile.Parse(whole.AsSpan(0, length)));
        for (var at = 0; at < 28 + 32; at += 4)
        {
            var spoilt = (byte[])whole.Clone();
            spoilt.AsSpan(at, 4).Fill(0xFF);
            MessageFile.Parse(spoilt);
        }
    }

    /// <summary>Two texts, the second with a plural form.</summary>
    static byte[] Catalogue(bool isLittle)
    {
        const int Texts = 28 + 32;
        string[] texts = ["", "one", "charset=UTF-8\n", "eins\0zwei"];
        var file = new List<byte>();
        foreach (var number in (uint[])[0x950412DE, 0, 2, 28, 28 + 16, 0, 0])
            Add(file, number, isLittle);
        var at = Texts;
        foreach (var text in texts)
        {
            Add(file, (uint)text.Length, isLittle);
            Add(file, (uint)at, isLittle);
            at += text.Length + 1;
        }
        file.AddRange(texts.SelectMany(text => Encoding.Latin1.GetBytes(text + "\0")));
        return [.. file];
    }

    static void Add(List<byte> file, uint number, bool isLittle)
    {
        var bytes = new byte[4];
        if (isLittle)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        file.AddRange(bytes);
    }
}
