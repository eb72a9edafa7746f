using ProftpdSharp.Configuration;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>The checks that directives naming files and directories share.</summary>
static class PathArguments
{
    public const string NotAbsolute = "parameter must be an absolute path";

    public static bool IsAbsolute(string path) => path.StartsWith('/');

    /// <summary>A path that must be absolute and is not looked at.</summary>
    public static Parsed<string> Absolute(DirectiveLine line) => IsAbsolute(line[0]) ? line[0] : line.Error(NotAbsolute);

    /// <summary>A path that must exist and be no directory.</summary>
    public static Parsed<string> Existing(DirectiveLine line)
    {
        if (line.Host.Status(line[0]) is { Error: not null } or { Kind: PathKind.Directory })
            return line.Error($"'{line[0]}' does not exist");
        return Absolute(line);
    }

    public static Parsed<string> Directory(DirectiveLine line)
    {
        if (line.Host.Status(line[0]).Kind != PathKind.Directory)
            return line.Error("parameter must be a directory path");
        return Absolute(line);
    }

    /// <summary>A file that OpenSSL must be able to use; what it says comes before the question whether the path is absolute.</summary>
    public static Parsed<string> Usable(DirectiveLine line, Func<string, OpenSslErrors?> use) =>
        use(line[0]) is { } errors ? line.Error($"unable to use '{line[0]}': {errors}") : Absolute(line);
}
