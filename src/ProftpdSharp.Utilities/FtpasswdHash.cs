using System.Security.Cryptography;
using System.Text;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>Passwords of ftpasswd: asked for, and turned into what crypt(3) makes of them.</summary>
static class FtpasswdHash
{
    const string SaltLetters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The password: a line of standard input, or asked for twice; null when there is none.</summary>
    public static string? Ask(UtilityConsole console, FtpasswdOptions options)
    {
        if (options.Has("stdin"))
            return console.Input.ReadLine() is { } line ? UtilityConsole.Bytes(line) : "";
        while (true)
        {
            console.Output.Write("\nPassword: ");
            var first = ReadHidden(console);
            console.Output.Write("\nRe-type password: ");
            var second = ReadHidden(console);
            console.Output.Write("\n\n");
            if (first is null || second is null)
                return null;
            if (first == second)
                return first;
            console.Line("Passwords do not match.  Please try again.");
        }
    }

    /// <summary>The hash of the kind asked for; SHA-256 without.</summary>
    public static string Make(string password, FtpasswdOptions options)
    {
        var setting = options switch
        {
            _ when options.Has("sha512") => $"$6${Salt(16)}",
            _ when options.Has("sha256") => $"$5${Salt(16)}",
            _ when options.Has("md5") => $"$1${Salt(8)}",
            _ when options.Has("des") => Salt(2),
            _ => $"$5${Salt(16)}",
        };
        var hash = Crypt.Hash(Encoding.Latin1.GetBytes(password), setting);
        return hash.Value ?? throw new InvalidOperationException($"crypt: {hash.Error.Describe()}");
    }

    public static bool Matches(string password, string hash) => Crypt.Verify(Encoding.Latin1.GetBytes(password), hash);

    static string Salt(int length) => RandomNumberGenerator.GetString(SaltLetters, length);

    static string? ReadHidden(UtilityConsole console)
    {
        console.Output.Flush();
        if (Console.IsInputRedirected)
            return console.Input.ReadLine() is { } line ? UtilityConsole.Bytes(line) : null;
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                return UtilityConsole.Bytes(typed.ToString());
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else
                typed.Append(key.KeyChar);
        }
    }
}
