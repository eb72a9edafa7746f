namespace ProftpdSharp.Modules.Site;

/// <summary>
/// Modes as SITE CHMOD takes them: octal, or <c>[ugoa]*[-+=][rwxst]+</c> or <c>[ugoa]*[-+=][ugo]+</c>. As upstream has it: one clause only, an
/// equals sign sets the whole mode, <c>s</c> is set-user-ID for everybody. A clause that names nobody leaves alone what the umask keeps from files.
/// </summary>
static class ModeText
{
    const uint Everybody = 0x1ff;

    /// <summary>The twelve permission bits; null when the text is no mode.</summary>
    /// <param name="text">The mode.</param>
    /// <param name="present">The file's permissions, which a symbolic mode changes.</param>
    /// <param name="umask">The session's umask.</param>
    public static uint? Parse(string text, uint present, uint umask)
    {
        if (text.All(digit => digit is >= '0' and <= '7'))
            return text.Aggregate(0u, (mode, digit) => ((mode << 3) | (uint)(digit - '0')) & 0xfff);
        var at = text.IndexOfAny(['+', '-', '=']);
        if (at < 0 || Who(text.AsSpan(0, at), umask) is not { } who || Bits(text.AsSpan(at + 1), who, present) is not { } bits)
            return null;
        return text[at] switch
        {
            '+' => present | bits,
            '-' => present & ~bits,
            _ => bits,
        };
    }

    static uint? Who(ReadOnlySpan<char> letters, uint umask)
    {
        var who = 0u;
        foreach (var letter in letters)
        {
            who |= letter switch { 'u' => 0x1c0u, 'g' => 0x38u, 'o' => 0x7u, 'a' => Everybody, _ => 0 };
            if (letter is not ('u' or 'g' or 'o' or 'a'))
                return null;
        }
        return letters.IsEmpty ? Everybody & ~umask : who;
    }

    static uint? Bits(ReadOnlySpan<char> letters, uint who, uint present)
    {
        if (letters.IsEmpty)
            return null;
        var bits = 0u;
        foreach (var letter in letters)
        {
            uint? added = letter switch
            {
                'r' => who & 0x124,
                'w' => who & 0x92,
                'x' => who & 0x49,
                's' => 0x800,
                't' => 0x200,
                'u' => who & Spread(present >> 6),
                'g' => who & Spread(present >> 3),
                'o' => who & Spread(present),
                _ => null,
            };
            if (added is null)
                return null;
            bits |= added.Value;
        }
        return bits;
    }

    /// <summary>Three bits in all three places.</summary>
    static uint Spread(uint bits) => (bits & 7) * 0x49;
}
