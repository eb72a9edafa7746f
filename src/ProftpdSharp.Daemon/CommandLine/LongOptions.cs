namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>Letters that stand for options without a short form; none of them can be written on a command line.</summary>
static class LongOptions
{
    public const char AllowMissing = '\x01';
    public const char Strict = '\x02';
    public const char Lint = '\x03';
    public const char Explain = '\x04';
    public const char Dump = '\x05';
    public const char Format = '\x06';
    public const char Server = '\a';
    public const char User = '\b';
    public const char Group = '\t';
    public const char From = '\n';
    public const char Cwd = '\v';

    /// <summary>Those that take a value.</summary>
    public const string WithValue = "\x01\x06\a\b\t\n\v";
}
